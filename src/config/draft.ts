/** A config on its way from text to `Config`: the parsed file, its data, what is wrong with it so far. */
import type { Json } from '../types.ts';
import { findingsOf } from './issues.ts';
import type { KeyPath, Source } from './position.ts';
import { createProblems, type Problems } from './problems.ts';
import { type ConfigFile, fileSchema } from './schema.ts';
import { findSecrets } from './secrets.ts';
import type { Tables } from './tables.ts';
import { checkVariables } from './unset.ts';
import { type Env, hasReference, mapStrings, substituted } from './variables.ts';
import { definitionOf, schemasAt } from './walk-schema.ts';
import { plainData } from './yaml.ts';

export interface Draft {
  readonly source: Source;
  readonly problems: Problems;
  readonly env: Env;
  /** Absolute folder of the config. */
  readonly folder: string;
  readonly tables: Tables;
  /** Data as written, references included. */
  readonly written: Json;
  /** The same with values: for checks, never kept. */
  readonly resolved: Json;
  /** Positions in `systems` that are skipped, with the unset variables. */
  readonly skipped: ReadonlyMap<number, readonly string[]>;
  /** Undefined while something is wrong with it. */
  readonly checked: ConfigFile | undefined;
}

/** Checks the shape of the file; problems are collected, not thrown. */
export const createDraft = (source: Source, env: Env, folder: string, tables: Tables): Draft => {
  const problems = createProblems(source);
  const written = plainData(source) ?? {};
  for (const secret of findSecrets(written)) problems.add(secret);
  const skipped = checkVariables(written, env, problems);
  const resolved = mapStrings(written, (text) => substituted(text, env));
  const result = fileSchema.safeParse(resolved);
  if (!result.success) {
    for (const each of findingsOf(result.error.issues, { schema: fileSchema, written, path: [] }))
      problems.add(each);
  }
  const checked = result.success ? withReferences(result.data, written) : undefined;
  return { source, problems, env, folder, tables, written, resolved, skipped, checked };
};

/**
 * `value` with the strings that hold references put back as they were written. Choices stay resolved: a value that is one
 * of a few words is no secret.
 */
const withReferences = <T>(value: T, written: unknown, path: KeyPath = []): T => {
  if (typeof written === 'string') return (hasReference(written) && !isChoice(path) ? written : value) as T;
  if (Array.isArray(value) && Array.isArray(written))
    return value.map((item, index) => withReferences(item, written[index], [...path, index])) as T;
  if (!isRecord(value) || !isRecord(written)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withReferences(item, written[key], [...path, key])]),
  ) as T;
};

const isChoice = (path: KeyPath): boolean =>
  schemasAt(fileSchema, path).some((schema) => ['enum', 'literal'].includes(definitionOf(schema).type));

/** Whether `value` is a map of keys. */
export const isRecord = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
