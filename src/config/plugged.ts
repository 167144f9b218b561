/** Checks the parts of a config that name plugins: the names, and the options by each plugin's own schema. */
import { type Definition, nearest } from '../registry.ts';
import type { Json } from '../types.ts';
import type { PluginChoice, PluginOptions } from './config.ts';
import { type Draft, isRecord } from './draft.ts';
import { knownNames, valueAt } from './issues.ts';
import { findingsOfOptions, without } from './options.ts';
import type { KeyPath } from './position.ts';
import { type Finding, shown } from './problems.ts';
import { isSecondStageFile } from './schema-ensemble.ts';
import { utilitySchema } from './schema-mbr.ts';
import { scorerKeys } from './schema-rerank.ts';
import { systemKeys } from './schema-systems.ts';
import type { Tables } from './tables.ts';

/** Adds what is wrong with names and options of plugins. Works on the raw data: the rest may be wrong as well. */
export const checkPlugins = (draft: Draft): void => {
  const findings = [
    ...tokenizerFindings(draft),
    ...systemFindings(draft),
    ...utilityFindings(draft),
    ...scorerFindings(draft),
    ...selectFindings(draft),
    ...mergeFindings(draft),
    ...cleanFindings(draft),
  ];
  for (const each of findings) draft.problems.add(each);
};

/** The tokenizer that `value` (a checked `tokenizer` key) names. */
export const tokenizerChoice = (value: Json, tables: Tables): PluginChoice | undefined => {
  if (typeof value === 'string') return { name: value, options: {} };
  if (!isRecord(value)) return undefined;
  if (typeof value.name === 'string') return { name: value.name, options: without(value, ['name']) };
  const name = Object.keys(value).find((key) => Object.hasOwn(tables.tokenizers, key));
  return name === undefined ? undefined : { name, options: value };
};

const tokenizerFindings = ({ written, resolved, tables }: Draft): readonly Finding[] => {
  const path = ['tokenizer'];
  const value = valueAt(written, path) as Json | undefined;
  if (value === undefined) return [];
  const choice = tokenizerChoice(valueAt(resolved, path) as Json, tables);
  if (!choice) {
    if (!isRecord(value)) return []; // the file's schema has told it
    const [key = ''] = Object.keys(value);
    return [unknownName({ path: [...path, key], side: 'key' }, key, 'tokenizer', tables.tokenizers)];
  }
  const definition = entry(tables.tokenizers, choice.name);
  if (definition) {
    const pair = { written: tokenizerChoice(value, tables)?.options ?? {}, resolved: choice.options };
    return findingsOfOptions(definition, pair, path, ['name']);
  }
  const [name, place] = isRecord(value) ? [value.name, [...path, 'name']] : [value, path];
  return [unknownName({ path: place }, String(name), 'tokenizer', tables.tokenizers)];
};

const systemFindings = (draft: Draft): readonly Finding[] => {
  const { written, tables, skipped } = draft;
  const systems = valueAt(written, ['systems']);
  if (!Array.isArray(systems)) return [];
  return systems.flatMap((system: Json, index) => {
    if (!isRecord(system) || skipped.has(index)) return [];
    const path = ['systems', index];
    if (system.kind === undefined && system.path === undefined) return [kindMissing(path, tables)];
    const names = Object.keys(systemKeys);
    return namedFindings(
      draft,
      { path, key: 'kind', usual: 'file', what: 'kind of system', names },
      tables.generators,
    );
  });
};

const kindMissing = (path: KeyPath, tables: Tables): Finding => ({
  code: 'config-missing',
  path,
  found: 'a system with neither `path` nor `kind`',
  expected: `\`path\` (a file of outputs), or \`kind\` (one of ${Object.keys(tables.generators).sort().join(', ')})`,
});

const utilityFindings = (draft: Draft): readonly Finding[] => {
  const { written, resolved, tables } = draft;
  const path = ['mbr', 'utility'];
  const names = Object.keys(utilitySchema.shape);
  const what = { path, key: 'metric', usual: 'rouge-1.0.1', what: 'metric', names };
  const findings = namedFindings(draft, what, tables.metrics);
  const weights = valueAt(written, [...path, 'weights']);
  if (findings.length > 0 || !isRecord(weights)) return findings;
  const { metric, types } = metricIn(resolved, tables);
  const known = Object.fromEntries(types.map((type) => [type, type]));
  return Object.keys(weights)
    .filter((type) => !types.includes(type))
    .map((type) =>
      unknownName({ path: [...path, 'weights', type], side: 'key' }, type, `score of ${metric}`, known),
    );
};

/** The metric of a config without problems, and the names of its scores. */
export const metricIn = (resolved: Json, tables: Tables): { metric: string; types: readonly string[] } => {
  const { metric = 'rouge-1.0.1', ...rest } = (valueAt(resolved, ['mbr', 'utility']) ?? {}) as PluginOptions;
  const definition = typeof metric === 'string' ? entry(tables.metrics, metric) : undefined;
  const options = definition?.options.safeParse(without(rest, ['weights']));
  const types = options?.success ? definition?.create(options.data).types : undefined;
  return { metric: String(metric), types: types ?? [] };
};

const scorerFindings = (draft: Draft): readonly Finding[] => {
  const scorers = valueAt(draft.written, ['rerank']);
  if (!Array.isArray(scorers)) return [];
  const names = Object.keys(scorerKeys);
  return scorers.flatMap((_, index) =>
    namedFindings(
      draft,
      { path: ['rerank', index], key: 'kind', what: 'scorer', names },
      draft.tables.scorers,
    ),
  );
};

const mergeFindings = (draft: Draft): readonly Finding[] => {
  const what = { path: ['ensemble', 'merge'], key: 'kind', what: 'merger', names: ['kind'] };
  return namedFindings(draft, what, draft.tables.mergers);
};

/** A map that names a plugin by one of its keys and holds the plugin's options beside it. */
interface Named {
  readonly path: KeyPath;
  readonly key: string;
  /** Name of the plugin where the key is absent. */
  readonly usual?: string;
  /** What is named, for messages. */
  readonly what: string;
  /** Keys that are no options. */
  readonly names: readonly string[];
}

const namedFindings = (
  { written, resolved }: Draft,
  { path, key, usual, what, names }: Named,
  table: Readonly<Record<string, Definition<unknown>>>,
): readonly Finding[] => {
  const value = valueAt(written, path) ?? {};
  const values = valueAt(resolved, path) ?? {};
  if (!isRecord(value) || !isRecord(values)) return [];
  const name = values[key] ?? usual;
  if (typeof name !== 'string') return [];
  const definition = entry(table, name);
  const place = { path: [...path, key] };
  if (!definition) return [unknownName(place, String(value[key] ?? name), what, table)];
  const pair = { written: without(value, names), resolved: without(values, names) };
  return findingsOfOptions(definition, pair, path, names);
};

const selectFindings = ({ written, resolved, tables }: Draft): readonly Finding[] => {
  const path = ['ensemble', 'select'];
  const select = valueAt(resolved, path);
  if (typeof select !== 'string' || isSecondStageFile(select)) return [];
  const known = { auto: true, ...tables.policies };
  if (Object.hasOwn(known, select)) return [];
  return [unknownName({ path }, String(valueAt(written, path)), 'policy', known)];
};

const cleanFindings = ({ written, resolved, tables }: Draft): readonly Finding[] =>
  [['clean'], ['dataset', 'clean'], ['output', 'clean']].flatMap((path) => {
    const rules = valueAt(resolved, path);
    if (!Array.isArray(rules)) return [];
    return rules.flatMap((rule: Json, index) =>
      typeof rule !== 'string' || Object.hasOwn(tables.cleaningRules, rule)
        ? []
        : [
            unknownName(
              { path: [...path, index] },
              String(valueAt(written, [...path, index])),
              'cleaning rule',
              tables.cleaningRules,
            ),
          ],
    );
  });

const entry = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** A name that is not in `table`, with the nearest one that is. */
export const unknownName = (
  place: Pick<Finding, 'path' | 'side'>,
  name: string,
  what: string,
  table: Readonly<Record<string, unknown>>,
): Finding => {
  const known = Object.keys(table).sort();
  const near = nearest(name, known);
  return {
    code: 'config-unknown-name',
    ...place,
    found: `unknown ${what} ${shown(name)}`,
    expected: known.length > 0 ? knownNames(known, near) : 'none, since there is no such plugin',
    fix: near === undefined ? undefined : `Did you mean "${near}"?`,
  };
};
