/** Text of a config → YAML document, refusing every part of YAML that a config has no use for. */
import {
  type Document,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import { ConfigError } from '../errors.ts';
import type { Json } from '../types.ts';
import { positionOf, type Source } from './position.ts';
import { type ConfigProblem, problemsError } from './problems.ts';

/** A config is written by hand; more is a mistake or an attack. */
export const maxBytes = 1024 * 1024;
/** Limit of what aliases may unfold to (a "billion laughs" file is a few hundred bytes). */
const maxAliasCount = 100;
const refusedKeys: ReadonlySet<string> = new Set(['<<', '__proto__', 'constructor', 'prototype']);

/** Whether `key` is one that would reach into objects' prototypes, or a merge key. */
export const isRefusedKey = (key: string): boolean => refusedKeys.has(key);

/** Parses `text`. Throws one `config-syntax` error with everything that is wrong. */
export const parseYaml = (text: string, file: string): Source => {
  const lines = new LineCounter();
  const document = guarded(file, () =>
    parseDocument(text, {
      schema: 'core',
      resolveKnownTags: false,
      prettyErrors: false,
      lineCounter: lines,
      logLevel: 'silent',
    }),
  );
  const place = { file, lines };
  const problems = [
    ...[...document.errors, ...document.warnings].map((error) => syntaxProblem(error, place)),
    ...guarded(file, () => refusals(document, place)),
  ];
  if (problems.length > 0) throw problemsError(file, problems);
  return { file, document, lines, overrides: new Map() };
};

/** The document's plain data. */
export const plainData = ({ document, file }: Source): Json =>
  guarded(file, () => document.toJS({ maxAliasCount }) as Json);

// the parser recurses over nesting and refuses aliases that unfold without end: both end in plain errors
const guarded = <T>(file: string, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof ReferenceError)) throw cause;
    const deep = cause instanceof RangeError;
    throw new ConfigError(
      'config-syntax',
      {
        where: file,
        found: deep ? 'lists or maps nested too deeply' : 'aliases that unfold to too much',
        expected: deep ? 'a few levels' : `at most ${maxAliasCount} uses of anchors`,
      },
      { cause, data: { file } },
    );
  }
};

const refusals = (document: Document, place: Pick<Source, 'file' | 'lines'>): ConfigProblem[] => {
  const problems: ConfigProblem[] = [];
  const refuse = (node: Node | null | undefined, found: string, fix: string) =>
    problems.push(problemAt(positionOf(place, node?.range?.[0] ?? 0), found, fix));
  visit(document, {
    Pair(_, { key }: Pair) {
      if (!isScalar(key))
        return void refuse(key as Node | null, 'a key that is no plain name', 'Write a name.');
      const name = String(key.value);
      if (name === '<<') refuse(key, 'a merge key "<<"', 'Write the keys out.');
      else if (isRefusedKey(name)) refuse(key, `the key "${name}"`, 'Choose another name.');
    },
    Node(_, node) {
      if (node.tag !== undefined && isExplicitTag(node.tag))
        refuse(node, `the tag "${node.tag}"`, 'Remove it.');
    },
  });
  return problems;
};

const isExplicitTag = (tag: string): boolean =>
  !/^tag:yaml\.org,2002:(map|seq|str|int|float|bool|null)$/u.test(tag);

/** Wordings of the parser's codes that users meet; the parser's own sentence otherwise. */
const wordings: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'a key that is already there in this map',
  TAG_RESOLVE_FAILED: 'a tag that hapui does not know',
  TAB_AS_INDENT: 'a tab used as indentation',
  MULTIPLE_DOCS: 'a second document (a line "---")',
  BAD_ALIAS: 'an alias whose anchor is not defined above it',
};

const syntaxProblem = (error: YAMLError, place: Pick<Source, 'file' | 'lines'>): ConfigProblem =>
  problemAt(positionOf(place, error.pos[0]), wordings[error.code] ?? withoutValues(error.message), undefined);

// the parser's sentences may quote the file, which may hold a secret
const withoutValues = (message: string): string =>
  `YAML that cannot be read (${message.split('\n')[0]?.replace(/:? ?["'`].*$/u, '')})`;

const problemAt = (
  position: ReturnType<typeof positionOf>,
  found: string,
  fix: string | undefined,
): ConfigProblem => ({
  code: 'config-syntax',
  ...position,
  key: '',
  override: undefined,
  found,
  expected: undefined,
  fix,
});
