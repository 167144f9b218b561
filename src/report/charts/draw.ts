/**
 * Charts as static SVG: Observable Plot draws into a document of linkedom, and what it drew is written out by an allow-list,
 * so that a page needs no chart code, and neither style attributes nor scripts can come in with a label.
 */
import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { printable } from '../../text/terminal.ts';
import { escapeHtml, html, type Markup, trusted } from '../html.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

const tags = new Set([
  'svg',
  'g',
  'path',
  'rect',
  'line',
  'circle',
  'text',
  'tspan',
  'title',
  'clipPath',
  'polyline',
]);
const attributes =
  /^(viewBox|width|height|[xyr]|[xyr][12]|c[xy]|d[xy]|r[xy]|d|points|transform|fill|stroke|(fill|stroke)-[a-z]+|opacity|text-anchor|font-(size|weight|variant)|clip-path|id)$/;

/** What of the DOM the writer needs. */
interface DrawnNode {
  readonly nodeType: number;
  readonly textContent: string | null;
}
interface DrawnElement extends DrawnNode {
  readonly localName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly childNodes: Iterable<DrawnNode>;
}

/** Three decimals are a thousandth of a pixel. */
const shorter = (value: string): string => value.replace(/(\.\d{3})\d+/g, '$1');

const isElement = (node: DrawnNode): node is DrawnElement => node.nodeType === 1;

const written = (node: DrawnNode): string => {
  if (!isElement(node)) return node.nodeType === 3 ? escapeHtml(node.textContent ?? '') : '';
  const { localName } = node;
  if (localName === 'style') return '';
  if (!tags.has(localName)) throw new Error(`a chart has an element that is not allowed: ${localName}`);
  const own = [...node.attributes]
    .filter(({ name }) => attributes.test(name))
    .map(({ name, value }) => ` ${name}="${escapeHtml(shorter(value))}"`);
  const inside = [...node.childNodes].map(written).join('');
  return `<${localName}${own.join('')}>${inside}</${localName}>`;
};

/** Draws a chart; `label` says in words what it shows. */
export const drawChart = (label: string, options: PlotOptions): Markup => {
  const drawn = plot({ ...options, document: document as unknown as NonNullable<PlotOptions['document']> });
  const svg = written(drawn as unknown as DrawnElement).replace('<svg', '');
  return html`<svg role="img" aria-label="${label}"${trusted(svg)}`;
};

/** Pixels that a line of text takes at the size of chart labels: Hangul and other wide characters twice. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character > '\u1100' ? 12 : 6.8), 0);

const longestLabel = 20;

/** A name as short as an axis needs; the whole one stands in tables. */
export const axisName = (name: string): string => {
  const characters = [...printable(name)];
  return characters.length > longestLabel ? `${characters.slice(0, longestLabel - 1).join('')}…` : name;
};

/** Room on the left for these names. */
export const marginFor = (names: readonly string[]): number =>
  Math.min(168, 14 + Math.ceil(Math.max(0, ...names.map((name) => widthOf(axisName(name))))));

/** Width of every chart in its own units; the page scales it little, so that labels stay readable. */
export const chartWidth = 380;
