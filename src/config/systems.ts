/** `systems` → one entry a system: patterns become files, files get ids, optional ones may be skipped. */
import { firstFew } from '../errors.ts';
import type { PluginOptions, SkippedSystem, SystemConfig } from './config.ts';
import { type Draft, isRecord } from './draft.ts';
import { filesOf, identity } from './files.ts';
import { valueAt } from './issues.ts';
import { without } from './options.ts';
import { idOfFile } from './paths.ts';
import type { KeyPath } from './position.ts';
import { shown } from './problems.ts';
import type { ConfigFile } from './schema.ts';
import { systemKeys } from './schema-systems.ts';
import { resolveVariables, substituted } from './variables.ts';
import { isRefusedKey } from './yaml.ts';

/** A system and where it stands in the config. */
export interface PlacedSystem {
  readonly system: SystemConfig;
  readonly path: KeyPath;
}

type Entry = Exclude<NonNullable<ConfigFile['systems']>, string>[number];
type LongEntry = Exclude<Entry, string>;

/** The entries of a list that may also be one path or pattern, each with its place. */
export const entriesOf = <T>(list: string | readonly T[] | undefined, path: KeyPath) => {
  if (typeof list === 'string') return [{ entry: list, path }];
  return (list ?? []).map((entry, index) => ({ entry, path: [...path, index] }));
};

/** Expands `systems`; adds problems for ids that repeat and files listed twice. */
export const expandSystems = async (
  draft: Draft,
  systems: ConfigFile['systems'],
): Promise<{ systems: readonly PlacedSystem[]; skipped: readonly SkippedSystem[] }> => {
  const placed: PlacedSystem[] = [];
  const skipped: SkippedSystem[] = [];
  for (const [index, { entry, path }] of entriesOf(systems, ['systems']).entries()) {
    const long: LongEntry =
      typeof entry === 'string' ? { kind: 'file', optional: false, path: entry } : entry;
    const variables = draft.skipped.get(index);
    if (variables) skipped.push({ id: long.id ?? `systems[${index}]`, variables });
    else placed.push(...(await expand(draft, long, path)));
  }
  checkIds(draft, placed);
  await checkRepeats(draft, placed);
  return { systems: placed, skipped };
};

const expand = async (draft: Draft, entry: LongEntry, path: KeyPath): Promise<readonly PlacedSystem[]> => {
  const { id, kind, family } = resolveVariables(pick(entry), draft.env);
  const options = without(entry as PluginOptions, Object.keys(systemKeys));
  const system = (own: string, ownOptions: PluginOptions): PlacedSystem => ({
    system: { id: own, kind, family, prior: entry.prior, optional: entry.optional, options: ownOptions },
    path,
  });
  if (draft.tables.generators[kind]?.reads !== 'file' || typeof options.path !== 'string') {
    if (id === undefined) addMissingId(draft, path);
    return [system(id ?? '', options)];
  }
  const files = await filesOf(draft, options.path, pathKey(draft, path));
  if (id !== undefined && files.length > 1) addSharedId(draft, id, files, path);
  return files.map((file) =>
    system(id ?? idOfFile(substituted(file, draft.env)), { ...options, path: file }),
  );
};

// these are names, printed and compared: only options keep references
const pick = ({ id, kind, family }: LongEntry) => ({ id, kind, family });

/** Where the path of an entry stands: the entry itself in its short form. */
export const pathKey = (draft: Draft, path: KeyPath): KeyPath =>
  isRecord(valueAt(draft.written, path)) ? [...path, 'path'] : path;

const addMissingId = (draft: Draft, path: KeyPath): void =>
  draft.problems.add({
    code: 'config-missing',
    path: [...path, 'id'],
    found: 'the key is missing',
    expected: 'a name for the system, since it has no file to be named after',
  });

const addSharedId = (draft: Draft, id: string, files: readonly string[], path: KeyPath): void =>
  draft.problems.add({
    code: 'config-conflict',
    path: [...path, 'id'],
    found: `the id ${shown(id)} for ${files.length} files (${firstFew(files)})`,
    expected: 'an id of its own for each',
    fix: 'Leave `id` out (the file names become ids), or list the files one by one.',
  });

const checkIds = (draft: Draft, placed: readonly PlacedSystem[]): void => {
  const first = new Map<string, PlacedSystem>();
  for (const each of placed) {
    if (isRefusedKey(each.system.id)) addRefusedId(draft, each);
    const other = first.get(each.system.id);
    if (other === undefined) first.set(each.system.id, each);
    // missing ids, and one id for all files of an entry, have been told
    else if (each.system.id !== '' && other.path !== each.path)
      addRepeatedId(draft, each.system, other.system, each.path);
  }
};

// ids become keys of objects in outputs
const addRefusedId = (draft: Draft, { system, path }: PlacedSystem): void =>
  draft.problems.add({
    code: 'config-value',
    path,
    found: `the id ${shown(system.id)}`,
    expected: 'another name',
  });

const addRepeatedId = (draft: Draft, system: SystemConfig, other: SystemConfig, path: KeyPath): void => {
  const { path: file } = system.options;
  const files = [other.options.path, file].filter((each) => typeof each === 'string');
  draft.problems.add({
    code: 'config-conflict',
    path,
    found: `two systems with the id ${shown(system.id)}${files.length > 0 ? ` (${files.join(', ')})` : ''}`,
    expected: 'an id of its own for each',
    fix: `Give one an id: { id: ${system.id}-2${typeof file === 'string' ? `, path: ${file}` : ''} }.`,
  });
};

/** The same file with the same options twice would be one vote counted double; other columns of one file are fine. */
const checkRepeats = async (draft: Draft, placed: readonly PlacedSystem[]): Promise<void> => {
  const seen = new Map<string, string>();
  for (const { system, path } of placed) {
    const { path: file } = system.options;
    if (typeof file !== 'string') continue;
    const rest = JSON.stringify([system.kind, without(system.options, ['path'])]);
    const key = `${await identity(draft, file)}\0${rest}`;
    if (seen.has(key)) {
      draft.problems.add({
        code: 'config-conflict',
        path,
        found: `the file ${shown(file)} twice (systems ${seen.get(key)} and ${system.id})`,
        expected: 'every file once',
        fix: 'Remove one entry; near-copies would only vote together.',
      });
    }
    seen.set(key, system.id);
  }
};
