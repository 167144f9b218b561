/** Text of a config → YAML document, refusing every part of YAML that a config has no use for. */
import {
  type Document,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { ConfigError } from '../errors.ts';
import type { Json } from '../types.ts';
import { positionOf, type Source } from './position.ts';
import { type ConfigProblem, problemsError, shown } from './problems.ts';

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
      // compared pair by pair there: a minute for a megabyte of keys. `refusals` looks keys up instead
      uniqueKeys: false,
      lineCounter: lines,
      logLevel: 'error',
    }),
  );
  const place = { file, lines };
  const problems = [
    ...complaints(document).map((error) => syntaxProblem(error, place)),
    ...guarded(file, () => refusals(document, place)),
  ];
  if (problems.length > 0) throw problemsError(file, problems);
  return { file, document, lines, overrides: new Map() };
};

// once nesting is too deep, every level above complains as well
const complaints = ({ errors, warnings }: Document.Parsed): readonly YAMLError[] => {
  const exhausted = errors.filter(({ code }) => code === 'RESOURCE_EXHAUSTION');
  return exhausted.length > 0 ? exhausted.slice(0, 1) : [...errors, ...warnings];
};

/** The document's plain data. */
export const plainData = ({ document, file }: Source): Json =>
  guarded(file, () => document.toJS({ maxAliasCount }) as Json);

// the parser recurses over nesting; aliases may unfold without end: both end in plain errors
const guarded = <T>(file: string, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    const isDeep = cause instanceof RangeError;
    if (!isDeep && !(cause instanceof ReferenceError)) throw cause;
    const problem = isDeep
      ? { found: 'lists or maps nested too deeply', expected: 'a few levels' }
      : {
          found: 'aliases that unfold to too much',
          expected: `each anchor used at most ${maxAliasCount} times`,
        };
    throw new ConfigError('config-syntax', { where: file, ...problem }, { cause, data: { file } });
  }
};

type Refuse = (node: unknown, found: string, fix: string) => void;

const refusals = (document: Document, place: Pick<Source, 'file' | 'lines'>): ConfigProblem[] => {
  const problems: ConfigProblem[] = [];
  const refuse: Refuse = (node, found, fix) => {
    const { range } = (node ?? {}) as Partial<Node>;
    problems.push(problemAt(positionOf(place, range?.[0] ?? 0), found, fix));
  };
  visit(document, {
    Map: (_, map) => refuseKeys(map, refuse),
    Alias: (_, alias, ancestors) => {
      const target = alias.resolve(document);
      if (target === undefined)
        refuse(alias, 'an alias whose anchor is not defined above it', 'Write the value out.');
      else if (ancestors.includes(target))
        refuse(alias, 'an alias inside of its own anchor', 'Write the value out.');
    },
  });
  return problems;
};

const refuseKeys = ({ items }: YAMLMap<unknown, unknown>, refuse: Refuse): void => {
  const seen = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) {
      refuse(key, 'a key that is no plain name', 'Write a name.');
      continue;
    }
    const name = String(key.value);
    if (name === '<<') refuse(key, 'a merge key "<<"', 'Write the keys out.');
    else if (isRefusedKey(name)) refuse(key, `the key "${name}"`, 'Choose another name.');
    else if (seen.has(name))
      refuse(key, `the key ${shown(name)}, which is there already`, 'Keep one of them.');
    seen.add(name);
  }
};

/** Wordings of the parser's codes that users meet; the parser's own sentence otherwise. */
const wordings: Readonly<Record<string, string>> = {
  RESOURCE_EXHAUSTION: 'lists or maps nested too deeply',
  TAG_RESOLVE_FAILED: 'a tag that hapui does not know',
  TAB_AS_INDENT: 'a tab used as indentation',
  MULTIPLE_DOCS: 'a second document (a line "---")',
};

const syntaxProblem = (error: YAMLError, place: Pick<Source, 'file' | 'lines'>): ConfigProblem =>
  problemAt(positionOf(place, error.pos[0]), wordings[error.code] ?? withoutValues(error.message), undefined);

// the parser's sentences may quote the file, which may hold a secret
const withoutValues = (message: string): string => {
  const [sentence = ''] = message.split('\n');
  const told = sentence.replace(/:? "(?:[^"\\]|\\.)*"/gu, '').replace(/(escape sequence).*/u, '$1');
  return `YAML that cannot be read (${told})`;
};

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
