/** `ensemble.yaml` → `Config`: read, overridden, checked as a whole before anything starts. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { AnyDefinition } from '../registry.ts';
import type { Json } from '../types.ts';
import { buildConfig } from './build.ts';
import type { Config } from './config.ts';
import { createDraft, type Draft } from './draft.ts';
import { absolute, checkFile } from './files.ts';
import { valueAt } from './issues.ts';
import { checkPlugins } from './plugged.ts';
import type { ConfigFile } from './schema.ts';
import { applySettings } from './set.ts';
import { definitionsIn, hapuiTables, type Tables, withDefinitions } from './tables.ts';
import type { Env } from './variables.ts';
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
  /** What a config can name; `plugins:` extend it. Default: all that hapui has. */
  readonly tables?: Partial<Tables> | undefined;
  /** Loads the definitions of `plugins:`, given absolute paths. Default: imports the modules. */
  readonly loadPlugins?: ((files: readonly string[]) => Promise<readonly AnyDefinition[]>) | undefined;
}

const defaultFiles = ['ensemble.yaml', 'configs/ensemble.yaml'];

/** Loads and checks a config. Throws one `ConfigError` that tells all that is wrong. */
export const loadConfig = async (options: LoadOptions): Promise<Config> => {
  const file = options.file ?? (await findDefault(options.cwd));
  const path = resolve(options.cwd, file);
  const source = parseYaml(await readText(path, file), file);
  applySettings(source, options.set ?? []);
  const tables = { ...hapuiTables, ...options.tables };
  const bare = createDraft(source, options.env, dirname(path), tables);
  const draft = { ...bare, tables: await tablesWithPlugins(bare, options.loadPlugins ?? definitionsIn) };
  checkPlugins(draft);
  draft.problems.throwIfAny();
  const config = await buildConfig(draft, draft.checked as ConfigFile, { ...options, path });
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

// plugins bring names that the rest of the config may use: without them nothing else can be judged
const tablesWithPlugins = async (draft: Draft, loadPlugins: typeof definitionsIn): Promise<Tables> => {
  const plugins = pluginsIn(draft.resolved);
  const there = await Promise.all(
    plugins.map((plugin, index) => checkFile(draft, plugin, ['plugins', index])),
  );
  if (!there.every(Boolean)) draft.problems.throwIfAny();
  if (plugins.length === 0) return draft.tables;
  return withDefinitions(draft.tables, await loadPlugins(plugins.map((plugin) => absolute(draft, plugin))));
};

const pluginsIn = (data: Json): readonly string[] => {
  const plugins = valueAt(data, ['plugins']);
  return Array.isArray(plugins) ? plugins.filter((plugin) => typeof plugin === 'string') : [];
};
