/** `ensemble.yaml` → `Config`: read, overridden, checked as a whole before anything starts. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { AnyDefinition } from '../registry.ts';
import type { Config, DatasetConfig, MbrConfig, PluginOptions } from './config.ts';
import { checkConflicts } from './conflicts.ts';
import { type LongDataset, longDataset } from './dataset.ts';
import { createDraft, type Draft } from './draft.ts';
import { absolute, checkFile } from './files.ts';
import { valueAt } from './issues.ts';
import { expandLabelled } from './labelled.ts';
import { without } from './options.ts';
import { checkPlugins, tokenizerChoice } from './plugged.ts';
import type { Source } from './position.ts';
import type { ConfigFile } from './schema.ts';
import { applySettings } from './set.ts';
import { expandSystems } from './systems.ts';
import { type Tables, withDefinitions } from './tables.ts';
import { type Env, resolveVariables } from './variables.ts';
import { maxBytes, parseYaml } from './yaml.ts';

export interface LoadOptions {
  /** Config file; default `ensemble.yaml`, then `configs/ensemble.yaml`. */
  readonly file?: string | undefined;
  readonly cwd: string;
  readonly env: Env;
  /** Overrides, `key=value` each. */
  readonly set?: readonly string[] | undefined;
  /** Outputs folder that replaces `output.folder`. */
  readonly output?: string | undefined;
  readonly tables: Tables;
  /** Loads the definitions of `plugins:`, given absolute paths. */
  readonly loadPlugins?: ((files: readonly string[]) => Promise<readonly AnyDefinition[]>) | undefined;
}

const defaultFiles = ['ensemble.yaml', 'configs/ensemble.yaml'];

/** Loads and checks a config. Throws one `ConfigError` that tells all that is wrong. */
export const loadConfig = async (options: LoadOptions): Promise<Config> => {
  const file = options.file ?? (await findDefault(options.cwd));
  const path = resolve(options.cwd, file);
  const source = parseYaml(await readText(path, file), file);
  applySettings(source, options.set ?? []);
  const tables = await extendedTables(source, dirname(path), options);
  const draft = createDraft(source, options.env, dirname(path), tables);
  checkPlugins(draft);
  draft.problems.throwIfAny();
  const config = await build(draft, draft.checked as ConfigFile, path, options);
  draft.problems.throwIfAny();
  return config;
};

const findDefault = async (cwd: string): Promise<string> => {
  for (const file of defaultFiles) if (await isFile(resolve(cwd, file))) return file;
  throw new ConfigError('config-missing', {
    found: `no config: there is neither ${defaultFiles.join(' nor ')} here`,
    fix: 'Write one with `hapui init FILES…` (your submission files), or name it: hapui run CONFIG.',
  });
};

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const readText = async (path: string, file: string): Promise<string> => {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile())
    throw new ConfigError(
      'config-missing',
      { where: file, found: found ? 'not a file' : 'no such file' },
      { data: { file } },
    );
  if (found.size > maxBytes)
    throw new ConfigError(
      'config-syntax',
      { where: file, found: `${found.size} bytes`, expected: `a config of at most ${maxBytes} bytes` },
      { data: { file } },
    );
  return decode(await readFile(path), file);
};

const decode = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError(
      'config-syntax',
      { where: file, found: 'bytes that are not UTF-8', expected: 'a text file saved as UTF-8' },
      { cause, data: { file } },
    );
  }
};

// plugins bring names that the rest of the config may use, so they are loaded first
const extendedTables = async (
  source: Source,
  folder: string,
  { env, tables, loadPlugins }: LoadOptions,
): Promise<Tables> => {
  if (!loadPlugins) return tables;
  const draft = createDraft(source, env, folder, tables);
  const plugins = draft.checked?.plugins ?? [];
  for (const [index, plugin] of plugins.entries()) await checkFile(draft, plugin, ['plugins', index]);
  if (draft.problems.list.length > 0 || plugins.length === 0) return tables;
  return withDefinitions(tables, await loadPlugins(plugins.map((plugin) => absolute(draft, plugin))));
};

const build = async (
  draft: Draft,
  checked: ConfigFile,
  file: string,
  options: LoadOptions,
): Promise<Config> => {
  for (const [index, plugin] of checked.plugins.entries()) await checkFile(draft, plugin, ['plugins', index]);
  const name = resolveVariables(checked.name, draft.env) ?? basename(file, extname(file));
  const output = { ...resolveVariables(checked.output, draft.env), ...folderOption(options.output) };
  const run_folder = resolve(options.cwd, output.folder, name);
  const dataset = await longDataset(draft, checked.dataset, ['dataset']);
  const { systems, skipped } = await expandSystems(draft, checked.systems);
  const plain = systems.map(({ system }) => system);
  const labelled = checked.labelled && (await expandLabelled(draft, checked.labelled, plain));
  const skippedIds = skipped.map(({ id }) => id);
  await checkConflicts(draft, {
    checked: { ...checked, output },
    dataset,
    systems,
    skippedIds,
    labelled,
    runFolder: run_folder,
    configFile: file,
  });
  return {
    ...checked,
    file: draft.source.file,
    folder: draft.folder,
    run_folder,
    name,
    output,
    dataset: withPath(dataset),
    clean: checked.clean ?? dataset?.clean ?? Object.keys(draft.tables.cleaningRules),
    systems: plain,
    skipped,
    labelled,
    mbr: { utility: utilityOf(draft, checked), votes: checked.mbr.votes },
    tokenizer: tokenizerOf(draft, checked),
    rerank: checked.rerank.map(({ id, kind, ...rest }) => ({ id, kind, options: rest as PluginOptions })),
  };
};

const folderOption = (folder: string | undefined) => (folder === undefined ? {} : { folder });

const withPath = (dataset: LongDataset | undefined): DatasetConfig | undefined => {
  if (dataset?.path === undefined) return undefined;
  const { clean: _, path, ...rest } = dataset;
  return { ...rest, path };
};

/** The metric's own tokenizer is the one of its name; `character` needs no model. */
const tokenizerOf = ({ tables }: Draft, { tokenizer, mbr }: ConfigFile) => {
  const named = tokenizer === undefined ? undefined : tokenizerChoice(tokenizer as PluginOptions, tables);
  const own = Object.hasOwn(tables.tokenizers, mbr.utility.metric) ? mbr.utility.metric : 'character';
  return named ?? { name: own, options: {} };
};

const usualTypes = ['rouge1', 'rouge2', 'rougeL'];

const utilityOf = (draft: Draft, { mbr: { utility } }: ConfigFile): MbrConfig['utility'] => {
  const { metric, weights, ...rest } = utility;
  const options = rest as PluginOptions;
  const values = (valueAt(draft.resolved, ['mbr', 'utility']) ?? {}) as PluginOptions;
  const definition = draft.tables.metrics[metric];
  const types =
    definition?.create(definition.options.parse(without(values, ['metric', 'weights']))).types ?? [];
  const usual = types.filter((type) => usualTypes.includes(type));
  const all = Object.fromEntries((usual.length > 0 ? usual : types).map((type) => [type, 1]));
  return { metric, weights: weights ?? all, options };
};
