/** Whether a finished run is whole: its files as written, every id once, and what they say is what inputs and store give. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Config } from '../config/index.ts';
import { ConfigError } from '../errors.ts';
import { type Beside, lieBeside } from './beside.ts';
import { type Coverage, checkCoverage } from './coverage.ts';
import { derive } from './derive.ts';
import type { AtomicWriter, Written } from './files.ts';
import type { FinishedRun } from './finished.ts';
import { learnFor, secondStageFile } from './learned.ts';
import type { OutputPlace } from './outputs.ts';
import { datasetPart, type OpenedPart, openPart } from './part.ts';
import { inputFiles } from './pipeline.ts';
import { readFailures } from './quarantine.ts';
import type { SelectionOptions } from './windows.ts';
import { type RunOptions, withWorkspace } from './workspace.ts';

/** What became of a file: as it was written and as it would be written again, or not. */
export interface FileVerdict {
  readonly name: string;
  readonly status: 'sound' | 'missing' | 'changed' | 'differs';
}

export interface VerifyReport extends Coverage {
  readonly run: string;
  /** Stored answers of the run's systems that were computed more than once. */
  readonly redone: number;
  readonly files: readonly FileVerdict[];
  /** What else lies in the run's folder: nothing is said of it. */
  readonly unchecked: Beside;
  /** Everything that is wrong, in sentences; empty where the run is whole. */
  readonly problems: readonly string[];
}

export type VerifyOptions = Omit<RunOptions, 'config' | 'limit' | 'only' | 'shard'>;

const subsetSchema = z.object({
  limit: z.int().nullable(),
  only: z.array(z.string()).nullable(),
  shard: z.object({ part: z.int(), of: z.int() }).nullable(),
});

/** The part of the dataset that a finished run was about. */
export const subsetOf = ({ folder, manifest }: FinishedRun): SelectionOptions => {
  const { success, data } = subsetSchema.safeParse(manifest.subset);
  if (!success)
    throw new ConfigError('usage', {
      where: join(folder, 'run.json'),
      found: 'no manifest of this version of hapui',
      fix: 'Run again: hapui run CONFIG.',
    });
  return {
    limit: data.limit ?? undefined,
    only: data.only ?? undefined,
    shard: data.shard ?? undefined,
  };
};

/** The config that a run was made with, as its manifest keeps it; `file` was named from `cwd`. */
export const configOf = ({ folder, manifest }: FinishedRun, cwd: string): Config => {
  const config = manifest.config as unknown as Config;
  return { ...config, folder: dirname(resolve(cwd, config.file)), run_folder: folder };
};

/** Checks a finished run. Reads only: nothing is asked for, nothing is written. */
export const verifyRun = async (finished: FinishedRun, options: VerifyOptions): Promise<VerifyReport> => {
  const { folder } = finished;
  const config = configOf(finished, options.cwd);
  const subset = subsetOf(finished);
  const failures = await readFailures([folder]);
  return withWorkspace({ ...options, ...subset, config, readOnly: true, failures }, async (workspace) => {
    let isRelearned = false;
    const place = {
      path: folder,
      write: async () => {
        isRelearned = true;
        return nothing;
      },
    };
    const learned = await learnFor(workspace, place);
    const part = await openPart(workspace, datasetPart(config, options.tables, subset));
    try {
      const derived = await derive(workspace, part, { learned, place: nowhere() });
      const coverage = await checkCoverage(folder, part, config.output.summaries);
      const files = await verdictsOf(finished, derived.files);
      const unchecked = await lieBeside(folder, Object.keys(derived.files), inputFiles(config));
      const problems = [
        ...coverageProblems(coverage),
        ...files.flatMap(fileProblem),
        ...(isRelearned ? [`${secondStageFile} is missing, or was learned from other inputs`] : []),
        ...(failures.unexplained > 0
          ? [`${failures.unexplained} answers are neither stored nor in quarantine`]
          : []),
      ];
      return { run: basename(folder), ...coverage, redone: redoneIn(part), files, unchecked, problems };
    } finally {
      await part.close();
    }
  });
};

const nothing: Written = { bytes: 0, sha256: '' };

/** A place that keeps of every file only its size and hash. */
const nowhere = (): OutputPlace => ({
  createWriter: async (name): Promise<AtomicWriter> => {
    const hash = createHash('sha256');
    let bytes = 0;
    return {
      path: name,
      write: async (chunk) => {
        bytes += Buffer.byteLength(chunk);
        hash.update(chunk);
      },
      commit: async () => ({ bytes, sha256: hash.digest('hex') }),
      abort: async () => {},
    };
  },
});

/** Each file against its manifest, then against what was derived now. */
const verdictsOf = async (
  { folder, manifest }: FinishedRun,
  derived: Readonly<Record<string, Written>>,
): Promise<FileVerdict[]> => {
  const verdicts: FileVerdict[] = [];
  for (const [name, { sha256 }] of Object.entries(derived)) {
    const found = await hashOf(join(folder, name));
    const isWritten = found === manifest.files[name]?.sha256;
    const status = found === undefined ? 'missing' : !isWritten ? 'changed' : 'differs';
    verdicts.push({ name, status: isWritten && found === sha256 ? 'sound' : status });
  }
  return verdicts;
};

const hashOf = async (path: string): Promise<string | undefined> => {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
};

const fileProblem = ({ name, status }: FileVerdict): string[] => {
  switch (status) {
    case 'sound':
      return [];
    case 'missing':
      return [`${name} is missing`];
    case 'changed':
      return [`${name} is not what the run wrote`];
    case 'differs':
      return [`${name} is not what the inputs and the store give now`];
    default:
      return status satisfies never;
  }
};

const coverageProblems = ({ lost, duplicated, unknown, empty, inOrder }: Coverage): string[] => [
  ...(lost.length > 0 ? [`${lost.length} ids are lost`] : []),
  ...(duplicated.length > 0 ? [`${duplicated.length} ids are there more than once`] : []),
  ...(unknown.length > 0 ? [`${unknown.length} ids are not of the dataset`] : []),
  ...(empty.length > 0 ? [`${empty.length} summaries are empty`] : []),
  ...(inOrder ? [] : ['the ids are not in the order of the dataset']),
];

/** Answers and scores that a later one replaced. */
const redoneIn = ({ systems, scorers }: OpenedPart): number =>
  [...systems.map(({ stored }) => stored?.stage), ...scorers.map(({ stage }) => stage)].reduce(
    (sum, stage) => sum + (stage?.stats.duplicates ?? 0),
    0,
  );
