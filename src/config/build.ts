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
import { metricIn, tokenizerChoice } from './plugged.ts';
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
export const buildConfig = async (draft: Draft, file: ConfigFile, options: BuildOptions): Promise<Config> => {
  const outputs = outputsOf(draft, file, options);
  const checked = { ...file, ...namesOf(draft, file), output: outputs.output };
  const dataset =
    checked.dataset === undefined ? undefined : await longDataset(draft, checked.dataset, ['dataset']);
  const { systems: placed, skipped } = await expandSystems(draft, checked.systems);
  const systems = placed.map(({ system }) => system);
  const labelled = checked.labelled && (await expandLabelled(draft, checked.labelled, systems));
  const parts = { dataset, systems: placed, skippedIds: skipped.map(({ id }) => id), labelled };
  const files = { runFolder: outputs.run_folder, configFile: options.path };
  await checkConflicts(draft, { checked, ...parts, ...files });
  return {
    ...checked,
    ...outputs,
    file: draft.source.file,
    folder: draft.folder,
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

// names are looked up, compared and printed, so their references are resolved here; options keep theirs
const namesOf = ({ env }: Draft, { clean, mbr, rerank, ensemble }: ConfigFile) => {
  const name = <T>(value: T): T => resolveVariables(value, env);
  return {
    clean: name(clean),
    mbr: { ...mbr, votes: name(mbr.votes) },
    rerank: rerank.map((scorer) => ({ ...scorer, id: name(scorer.id), kind: name(scorer.kind) })),
    ensemble: { ...ensemble, select: name(ensemble.select) },
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
const tokenizerOf = ({ resolved, tables }: Draft, { tokenizer }: ConfigFile): PluginChoice => {
  const { metric } = metricIn(resolved, tables);
  if (tokenizer === undefined)
    return { name: Object.hasOwn(tables.tokenizers, metric) ? metric : 'character', options: {} };
  const { name } = tokenizerChoice(valueAt(resolved, ['tokenizer']) as Json, tables) as PluginChoice;
  const written = tokenizerChoice(tokenizer as Json, tables);
  return { name, options: written?.options ?? {} };
};

const usualTypes = ['rouge1', 'rouge2', 'rougeL'];

const utilityOf = ({ resolved, tables }: Draft, { mbr }: ConfigFile): MbrConfig['utility'] => {
  const { metric: _, weights, ...options } = mbr.utility;
  const { metric, types } = metricIn(resolved, tables);
  const usual = types.filter((type) => usualTypes.includes(type));
  const all = Object.fromEntries((usual.length > 0 ? usual : types).map((type) => [type, 1]));
  return { metric, weights: weights ?? all, options: options as PluginOptions };
};
