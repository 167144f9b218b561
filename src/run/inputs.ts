/** Opens what a run reads: the dataset and the files of its systems, each surveyed once. */
import { isAbsolute, relative, resolve } from 'node:path';
import { createFileGenerator } from '../candidates/file.ts';
import {
  type DatasetConfig,
  type Env,
  type PluginOptions,
  resolveVariables,
  type SystemConfig,
} from '../config/index.ts';
import type { CandidateFile } from '../dialogues/candidate-file.ts';
import { openCandidates } from '../dialogues/candidates.ts';
import { type Dataset, openDataset } from '../dialogues/dataset.ts';
import { openIds } from '../dialogues/ids.ts';
import type { CandidateFileOptions } from '../dialogues/options.ts';
import { poolCandidates } from '../dialogues/pool-candidates.ts';
import type { Spool } from '../dialogues/spool.ts';
import { ConfigError } from '../errors.ts';
import { freeSource, type WindowSource } from './sources.ts';

/** A system whose candidates lie in a file or a pool. */
export interface ReadSystem {
  readonly id: string;
  readonly family: string | undefined;
  readonly prior: number | undefined;
  readonly file: CandidateFile;
  /** The candidates from the first dialogue on; each source reads for itself. */
  source(): WindowSource;
}

/** What files give; generating systems come beside it. */
export interface Inputs {
  readonly dataset: Dataset;
  readonly systems: readonly ReadSystem[];
  close(): Promise<void>;
}

export interface InputSpec {
  /** Folder that paths start from. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: Env;
  readonly dataset: DatasetConfig | undefined;
  /** Systems whose candidates lie in files, in config order. Without any, all systems of a pool take part. */
  readonly systems: readonly FileSystem[];
  /** Whether a pool brings its candidates along; not where other systems are named. */
  readonly pool: boolean;
  /** Columns of the dataset that must be there. */
  readonly needs?: readonly ('dialogue' | 'reference')[] | undefined;
}

export type FileSystem = Pick<SystemConfig, 'id' | 'family' | 'prior' | 'options'>;

/** Opens the dataset, then every file against it. Throws `input-…` errors. */
export const openInputs = async (spec: InputSpec, spool: Spool): Promise<Inputs> => {
  const dataset = await openIndex(spec);
  try {
    const systems: ReadSystem[] = [];
    for (const system of spec.systems)
      systems.push(
        readSystem(system, await openCandidates(dataset, fileOptions(system.options, spec), spool)),
      );
    if (spec.pool) systems.push(...poolSystems(dataset, spec));
    return { dataset, systems, close: () => dataset.close() };
  } catch (error) {
    await dataset.close();
    throw error;
  }
};

/** Without a dataset, ids and order come from the first system. */
const openIndex = (spec: InputSpec): Promise<Dataset> =>
  spec.dataset === undefined
    ? openIds(fileOptions(spec.systems[0]!.options, spec))
    : openDatasetOf(spec.dataset, spec);

/** Opens the dataset that a config describes. */
export const openDatasetOf = (
  dataset: DatasetConfig,
  place: Pick<InputSpec, 'folder' | 'cwd' | 'env' | 'needs'>,
): Promise<Dataset> => {
  const resolved = resolveVariables(dataset, place.env);
  return openDataset({ ...resolved, ...placed(resolved.path, place), needs: place.needs });
};

const readSystem = (
  { id, family, prior }: Pick<FileSystem, 'id' | 'family' | 'prior'>,
  file: CandidateFile,
): ReadSystem => ({
  id,
  family,
  prior,
  file,
  source: () => freeSource(createFileGenerator(file), { system: id, seed: 0 }),
});

const poolSystems = (dataset: Dataset, spec: InputSpec): ReadSystem[] => {
  if (!dataset.pool) throw noSystems(dataset);
  const families = Object.entries(spec.dataset?.families ?? {});
  return (dataset.systems ?? []).map((id) => {
    const family = families.find(([, members]) => members.includes(id))?.[0];
    return readSystem({ id, family, prior: undefined }, poolCandidates(dataset, id));
  });
};

const noSystems = ({ label }: Dataset): ConfigError =>
  new ConfigError(
    'config-missing',
    {
      where: label,
      found: 'no systems are named, and this is no pool file that would bring them along',
      expected: 'the files of at least one system',
      fix: 'Add them under `systems`.',
    },
    { data: { file: label } },
  );

const fileOptions = (options: PluginOptions, spec: InputSpec): CandidateFileOptions => {
  const { path, ...rest } = resolveVariables(options, spec.env) as unknown as CandidateFileOptions;
  return { ...rest, ...placed(path, spec) };
};

/** Where a path of the config is, and how messages call it: as the user would find it from here. */
const placed = (
  path: string,
  { folder, cwd }: Pick<InputSpec, 'folder' | 'cwd'>,
): { path: string; label: string } => {
  const full = resolve(folder, path);
  const near = relative(cwd, full);
  return { path: full, label: near.startsWith('..') || isAbsolute(near) ? full : near };
};
