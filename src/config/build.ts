/** The checked file → `Config`: short forms expanded, files found, contradictions told. */
import { basename, extname, resolve } from 'node:path';
import { plainName } from '../schema.ts';
import type { Json } from '../types.ts';
import type { Config, DatasetConfig, MbrConfig, PluginChoice, PluginOptions } from './config.ts';
import { checkConflicts } from './conflicts.ts';
import { type LongDataset, longDataset } from './dataset.ts';
import type { Draft } from './draft.ts';
import { valueAt } from './issues.ts';
import { expandLabelled } from './labelled.ts';
import { without } from './options.ts';
import { tokenizerChoice } from './plugged.ts';
import type { ConfigFile } from './schema.ts';
import { expandSystems } from './systems.ts';
import { resolveVariables } from './variables.ts';

/** What the config does not say itself. */
export interface BuildOptions {
  /** Absolute path of the config file. */
  readonly path: string;
  readonly cwd: string;
  /** Outputs folder that replaces `output.folder`. */
  readonly output?: string | undefined;
}

/** Builds the config; problems are collected in the draft, so the result counts only where there are none. */
export const buildConfig = async (
  draft: Draft,
  checked: ConfigFile,
  options: BuildOptions,
): Promise<Config> => {
  const { run_folder, name, output } = outputsOf(draft, checked, options);
  const dataset =
    checked.dataset === undefined ? undefined : await longDataset(draft, checked.dataset, ['dataset']);
  const { systems: placed, skipped } = await expandSystems(draft, checked.systems);
  const systems = placed.map(({ system }) => system);
  const labelled = checked.labelled && (await expandLabelled(draft, checked.labelled, systems));
  const parts = { dataset, systems: placed, skippedIds: skipped.map(({ id }) => id), labelled };
  const files = { runFolder: run_folder, configFile: options.path };
  await checkConflicts(draft, { checked: { ...checked, output }, ...parts, ...files });
  return {
    ...checked,
    file: draft.source.file,
    folder: draft.folder,
    run_folder,
    name,
    output,
    dataset: withPath(dataset),
    clean: checked.clean ?? dataset?.clean ?? Object.keys(draft.tables.cleaningRules),
    systems,
    skipped,
    labelled,
    mbr: { utility: utilityOf(draft, checked), votes: checked.mbr.votes },
    tokenizer: tokenizerOf(draft, checked),
    rerank: checked.rerank.map(({ id, kind, ...rest }) => ({ id, kind, options: rest as PluginOptions })),
  };
};

// names of files and folders are seen by all, so their references are resolved here
const outputsOf = (
  draft: Draft,
  checked: ConfigFile,
  { path, cwd, output: folder }: BuildOptions,
): Pick<Config, 'name' | 'output' | 'run_folder'> => {
  const name = resolveVariables(checked.name, draft.env) ?? basename(path, extname(path));
  if (!plainName.safeParse(name).success)
    draft.problems.add({
      code: 'config-value',
      path: ['name'],
      found: 'a file name that gives no name for the run',
      expected: 'the key `name`',
    });
  const written = resolveVariables(checked.output, draft.env);
  const output = { ...written, folder: folder ?? written.folder };
  return { name, output, run_folder: resolve(cwd, output.folder, name) };
};

const withPath = (dataset: LongDataset | undefined): DatasetConfig | undefined => {
  if (dataset?.path === undefined) return undefined;
  const { clean: _, path, ...rest } = dataset;
  return { ...rest, path };
};

/** The metric's own tokenizer is the one of its name; `character` needs no model. */
const tokenizerOf = ({ tables }: Draft, { tokenizer, mbr }: ConfigFile): PluginChoice => {
  const named = tokenizer === undefined ? undefined : tokenizerChoice(tokenizer as Json, tables);
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
