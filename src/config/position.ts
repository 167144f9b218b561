/** Where a key of the config stands: line and column in the file, or the `--set` that wrote it. */
import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';
import { at } from '../errors.ts';
import { hasSecretShape } from './secret-shape.ts';

/** Keys and list positions from the root of the config. */
export type KeyPath = readonly (string | number)[];

/** `rerank[1].tokenizer`; what looks like a secret is left out. */
export const keyText = (path: KeyPath): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = hasSecretShape(part) ? '…' : part;
    return text === '' ? name : `${text}.${name}`;
  }, '');

/** The parsed config and all that is needed to tell where a part of it stands. */
export interface Source {
  /** The file as the user named it. */
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** Nodes that a `--set` wrote, and its key. */
  readonly overrides: Map<Node, string>;
}

/** A place in the file, or `override`: the key of a `--set`. */
export interface Place {
  readonly where: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly override: string | undefined;
}

/** The pair of a map whose key is `name`. */
export const pairOf = (map: Node, name: string | number): Pair<Node, Node | null> | undefined => {
  if (!isMap<Node, Node | null>(map)) return undefined;
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === String(name));
};

/** The node that an alias stands for, or the node itself. */
export const dereferenced = (node: Node, document: Document): Node =>
  isAlias(node) ? (node.resolve(document) ?? node) : node;

const childOf = (node: Node, part: string | number): Node | null | undefined => {
  if (isSeq<Node>(node)) return node.items[Number(part)];
  return pairOf(node, part)?.value;
};

/** Follows `path` as far as the file goes and says where that is; `key` asks for the key instead of its value. */
export const locate = (source: Source, path: KeyPath, side: 'key' | 'value' = 'value'): Place => {
  let node: Node | null | undefined = source.document.contents as Node | null;
  let spot: Node | null | undefined = node;
  let override = node ? source.overrides.get(node) : undefined;
  for (const [depth, part] of path.entries()) {
    if (!node) break;
    const parent: Node = dereferenced(node, source.document);
    node = childOf(parent, part);
    const last = depth === path.length - 1;
    const key: Node | undefined = pairOf(parent, part)?.key;
    spot = (last && side === 'key') || !node ? (key ?? node ?? spot) : node;
    override = (node && source.overrides.get(node)) ?? override;
  }
  return placeOf(source, spot, override);
};

const placeOf = (source: Source, node: Node | null | undefined, override: string | undefined): Place => {
  if (override !== undefined) {
    return { where: `--set ${override}`, line: undefined, column: undefined, override };
  }
  return { ...positionOf(source, node?.range?.[0] ?? 0), override };
};

/** Line and column of an offset in the file. */
export const positionOf = (
  { file, lines }: Pick<Source, 'file' | 'lines'>,
  offset: number,
): { where: string; line: number; column: number } => {
  const { line, col } = lines.linePos(offset);
  // an empty file has no lines: linePos gives 0
  const place = { line: Math.max(1, line), column: Math.max(1, col) };
  return { where: at(file, place.line, place.column), ...place };
};
