/**
 * Markup in which every value is text unless it was made here: ids, reasons and model output cannot become elements.
 * Characters that would reorder or hide text are shown as escapes.
 */
import { printable } from '../text/terminal.ts';

/** A piece of HTML that was made by `html` or `trusted`. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template; `undefined` and `false` leave nothing. */
export type Content = Markup | string | number | undefined | false | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `text` as it may stand between tags and inside quoted attributes. */
export const escapeHtml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => entities[character]!);

const render = (content: Content): string => {
  if (content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return escapeHtml(String(content));
};

/** Template tag: the literal parts are markup, the values text. */
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  new Markup(parts.map((part, place) => part + render(values[place])).join(''));

/** Text that already is markup: the page's own script and style, and serialised charts. */
export const trusted = (text: string): Markup => new Markup(text);

/** A name that others chose, kept apart from the direction of the text around it. */
export const named = (name: string): Markup => html`<bdi>${name}</bdi>`;
