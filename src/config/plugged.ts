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
  const choice = tokenizerChoice(value, tables);
  if (!choice) {
    if (!isRecord(value)) return []; // the file's schema has told it
    const [key = ''] = Object.keys(value);
    return [unknownName({ path: [...path, key], side: 'key' }, key, 'tokenizer', tables.tokenizers)];
  }
  const definition = entry(tables.tokenizers, choice.name);
  if (!definition) {
    const named = isRecord(value) ? [...path, 'name'] : path;
    return [unknownName({ path: named }, choice.name, 'tokenizer', tables.tokenizers)];
  }
  const options = tokenizerChoice(valueAt(resolved, path) as Json, tables)?.options ?? choice.options;
  return findingsOfOptions(definition, { written: choice.options, resolved: options }, path, ['name']);
};

const systemFindings = ({ written, resolved, tables, skipped }: Draft): readonly Finding[] => {
  const systems = valueAt(written, ['systems']);
  if (!Array.isArray(systems)) return [];
  return systems.flatMap((system: Json, index) => {
    if (!isRecord(system) || skipped.has(index)) return [];
    const path = ['systems', index];
    const kind = system.kind ?? 'file';
    if (typeof kind !== 'string') return [];
    if (system.kind === undefined && system.path === undefined) return [kindMissing(path, tables)];
    const definition = entry(tables.generators, kind);
    if (!definition)
      return [unknownName({ path: [...path, 'kind'] }, kind, 'kind of system', tables.generators)];
    const names = Object.keys(systemKeys);
    return optionFindings(definition, system, valueAt(resolved, path) as PluginOptions, path, names);
  });
};

const kindMissing = (path: KeyPath, tables: Tables): Finding => ({
  code: 'config-missing',
  path,
  found: 'a system with neither `path` nor `kind`',
  expected: `\`path\` (a file of outputs), or \`kind\` (one of ${Object.keys(tables.generators).sort().join(', ')})`,
});

const utilityFindings = ({ written, resolved, tables }: Draft): readonly Finding[] => {
  const path = ['mbr', 'utility'];
  const utility = valueAt(written, path) ?? {};
  if (!isRecord(utility)) return [];
  const metric = utility.metric ?? 'rouge-1.0.1';
  if (typeof metric !== 'string') return [];
  const definition = entry(tables.metrics, metric);
  if (!definition) return [unknownName({ path: [...path, 'metric'] }, metric, 'metric', tables.metrics)];
  const values = (valueAt(resolved, path) ?? {}) as PluginOptions;
  const findings = optionFindings(definition, utility, values, path, ['metric', 'weights']);
  if (findings.length > 0 || !isRecord(utility.weights)) return findings;
  const options = definition.options.parse(without(values, ['metric', 'weights']));
  const { types } = definition.create(options);
  const known = Object.fromEntries(types.map((type) => [type, type]));
  return Object.keys(utility.weights)
    .filter((type) => !types.includes(type))
    .map((type) =>
      unknownName({ path: [...path, 'weights', type], side: 'key' }, type, `score of ${metric}`, known),
    );
};

const scorerFindings = ({ written, resolved, tables }: Draft): readonly Finding[] => {
  const scorers = valueAt(written, ['rerank']);
  if (!Array.isArray(scorers)) return [];
  return scorers.flatMap((scorer: Json, index) => {
    if (!isRecord(scorer) || typeof scorer.kind !== 'string') return [];
    const path = ['rerank', index];
    const definition = entry(tables.scorers, scorer.kind);
    if (!definition) return [unknownName({ path: [...path, 'kind'] }, scorer.kind, 'scorer', tables.scorers)];
    const names = Object.keys(scorerKeys);
    return optionFindings(definition, scorer, valueAt(resolved, path) as PluginOptions, path, names);
  });
};

const selectFindings = ({ written, resolved, tables }: Draft): readonly Finding[] => {
  const path = ['ensemble', 'select'];
  const select = valueAt(resolved, path);
  if (typeof select !== 'string' || isSecondStageFile(select)) return [];
  const known = { auto: true, ...tables.policies };
  return Object.hasOwn(known, select)
    ? []
    : [unknownName({ path }, String(valueAt(written, path)), 'policy', known)];
};

const mergeFindings = ({ written, resolved, tables }: Draft): readonly Finding[] => {
  const path = ['ensemble', 'merge'];
  const merge = valueAt(written, path);
  if (!isRecord(merge) || typeof merge.kind !== 'string') return [];
  const definition = entry(tables.mergers, merge.kind);
  if (!definition) return [unknownName({ path: [...path, 'kind'] }, merge.kind, 'merger', tables.mergers)];
  return optionFindings(definition, merge, valueAt(resolved, path) as PluginOptions, path, ['kind']);
};

const cleanFindings = ({ written, tables }: Draft): readonly Finding[] =>
  [['clean'], ['dataset', 'clean'], ['labelled', 'dataset', 'clean'], ['output', 'clean']].flatMap((path) => {
    const rules = valueAt(written, path);
    if (!Array.isArray(rules)) return [];
    return rules.flatMap((rule: Json, index) =>
      typeof rule !== 'string' || Object.hasOwn(tables.cleaningRules, rule)
        ? []
        : [unknownName({ path: [...path, index] }, rule, 'cleaning rule', tables.cleaningRules)],
    );
  });

const optionFindings = (
  definition: Definition<unknown>,
  written: PluginOptions,
  resolved: PluginOptions,
  path: KeyPath,
  names: readonly string[],
): readonly Finding[] => {
  const pair = { written: without(written, names), resolved: without(resolved, names) };
  return findingsOfOptions(definition, pair, path, names);
};

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
