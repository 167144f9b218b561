/** `--set key=value`: overrides, written into the parsed file before it is checked. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import { ConfigError } from '../errors.ts';
import { dereferenced, pairOf, type Source } from './position.ts';
import { shown } from './problems.ts';
import { isRefusedKey, parseYaml, plainData } from './yaml.ts';

/** Writes `settings` (`key=value` each) into the document of `source`, in order. */
export const applySettings = (source: Source, settings: readonly string[]): void => {
  for (const setting of settings) {
    const { key, value } = parseSetting(setting);
    write(source, key, value);
  }
};

const parseSetting = (setting: string): { key: string; value: unknown } => {
  const cut = setting.indexOf('=');
  const key = (cut < 0 ? setting : setting.slice(0, cut)).trim();
  if (cut < 0 || key.split('.').some((part) => part === '' || isRefusedKey(part))) {
    const expected = 'key=value, such as mbr.votes.clusters=none';
    throw new ConfigError('usage', { where: '--set', found: shown(key), expected }, { data: { key } });
  }
  return { key, value: plainData(parseYaml(setting.slice(cut + 1), `--set ${key}`)) };
};

const write = (source: Source, key: string, value: unknown): void => {
  const { document } = source;
  const parts = key.split('.');
  const last = parts.pop() as string;
  let container = containerAt(document.contents as Node | null, last, parts[0] ?? last, document);
  document.contents = container as typeof document.contents;
  for (const [depth, part] of parts.entries()) {
    const child = childOf(container, part, key);
    const next = containerAt(child, parts[depth + 1] ?? last, part, document);
    put(container, part, next, source, key);
    container = next;
  }
  const node = document.createNode(value) as Node;
  put(container, last, node, source, key);
  visit(node, { Node: (_, part) => void source.overrides.set(part, key) });
};

/**
 * The map or list below which `next` is written. Short forms become long ones (`test.csv` → `{path: test.csv}`, one
 * pattern → a list of one, `none` → an empty map); aliases become copies, so that the anchor's own place keeps its value.
 */
const containerAt = (
  found: Node | null | undefined,
  next: string,
  name: string,
  document: Document,
): Node => {
  const node = found && isAlias(found) ? (dereferenced(found, document).clone() as Node) : found;
  if (node && (isMap(node) || isSeq(node))) return node;
  const isPosition = /^\d+$/u.test(next);
  const text = node && isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
  if (text === undefined || text === 'none') return document.createNode(isPosition ? [] : {}) as Node;
  const long = document.createNode(
    isPosition ? [null] : { [name === 'tokenizer' ? 'name' : 'path']: null },
  ) as Node;
  keepNode(long, node as Node);
  return long;
};

// the very node is kept, so that messages still point at its place in the file
const keepNode = (long: Node, node: Node): void => {
  if (isSeq<Node>(long)) long.items[0] = node;
  else if (isMap<Node, Node>(long) && long.items[0]) long.items[0].value = node;
};

const childOf = (container: Node, part: string, key: string): Node | null | undefined => {
  if (isSeq<Node>(container)) return container.items[position(container.items.length, part, key)];
  return pairOf(container, part)?.value;
};

const put = (container: Node, part: string, node: Node, source: Source, key: string): void => {
  if (isSeq<Node>(container)) container.items[position(container.items.length, part, key)] = node;
  const pair = pairOf(container, part);
  if (pair) pair.value = node;
  else if (isMap(container)) container.items.push(source.document.createPair(part, node));
};

const position = (length: number, part: string, key: string): number => {
  const index = /^\d+$/u.test(part) ? Number(part) : Number.NaN;
  if (index <= length) return index;
  throw new ConfigError(
    'config-value',
    {
      where: `--set ${key}`,
      found: `the position ${JSON.stringify(part)}`,
      expected: `a number from 0 to ${length}`,
    },
    { data: { override: key } },
  );
};
