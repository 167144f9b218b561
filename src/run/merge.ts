/** Joins shards: their answers go into the store of the run, from which its files are derived as if there were no shards. */
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, firstFew } from '../errors.ts';
import { type FinishedRun, openFinishedRun } from './finished.ts';
import { type RunResult, run } from './pipeline.ts';
import { readFailures } from './quarantine.ts';
import { findShards, type ShardFolder, shardAt, shardName, storeFolder } from './shards.ts';
import { type JoinReport, joinStores } from './store/join.ts';
import { subsetOf } from './verify.ts';
import type { SelectionOptions } from './windows.ts';
import type { RunOptions } from './workspace.ts';

export interface MergeOptions extends Omit<RunOptions, 'limit' | 'only' | 'shard'> {
  /** Folders of the shards; default: all beside the run's folder. */
  readonly folders?: readonly string[] | undefined;
}

export interface MergeResult {
  readonly shards: number;
  readonly joined: JoinReport;
  readonly result: RunResult;
}

/** Joins the shards of the config's run and derives its files anew; no answer is asked for. */
export const mergeShards = async (options: MergeOptions): Promise<MergeResult> => {
  const { config, folders, cwd } = options;
  const shards = folders?.map(shardAt) ?? (await findShards(config.run_folder));
  refuseGaps(shards, config.name);
  const finished: FinishedRun[] = [];
  for (const { path } of shards) finished.push(await openShard(path, cwd));
  const subset = commonSubset(finished);
  const stores = shards.map((shard) => storeFolder(shard.path, shard));
  const joined = await joinStores(storeFolder(config.run_folder, undefined), stores, {
    fsync: config.fsync,
  });
  const failures = await readFailures(finished.map(({ folder }) => folder));
  const result = await run({ ...options, ...subset, failures });
  return { shards: shards.length, joined, result };
};

const openShard = async (path: string, cwd: string): Promise<FinishedRun> => {
  try {
    return await openFinishedRun(path, cwd, dirname(path));
  } catch (cause) {
    const { part, of } = shardAt(path);
    throw new ConfigError(
      'usage',
      { where: path, found: 'the shard is not finished', fix: `Run it: hapui run --shard ${part}/${of}.` },
      { cause },
    );
  }
};

/** Every part of one division, each once. */
const refuseGaps = (shards: readonly ShardFolder[], name: string): void => {
  const [first] = shards;
  const expected = `shards such as ${shardName(name, { part: 1, of: 2 })} and ${shardName(name, { part: 2, of: 2 })}`;
  if (first === undefined)
    throw new ConfigError('usage', {
      found: `the run "${name}" has no shards`,
      expected,
      fix: 'Make them with hapui run --shard i/n, or name their folders with --shards.',
    });
  const found = shards.map(({ path }) => basename(path));
  if (shards.some(({ of }) => of !== first.of))
    throw new ConfigError('usage', {
      found: `shards of different divisions: ${firstFew(found, 6)}`,
      expected,
      fix: 'Name the folders that belong together with --shards.',
    });
  const parts = shards.map(({ part }) => part).sort((a, b) => a - b);
  const missing = Array.from({ length: first.of }, (_, index) => index + 1).filter(
    (part) => !parts.includes(part),
  );
  if (missing.length === 0 && parts.length === first.of) return;
  throw new ConfigError('usage', {
    found:
      missing.length > 0
        ? `shards are missing: ${firstFew(missing.map((part) => `${part}/${first.of}`))}`
        : `a shard is named twice: ${firstFew(found, 6)}`,
    expected: `${first.of} shards, each once`,
    fix: 'Run the missing ones with hapui run --shard i/n.',
  });
};

/** What all shards chose of the dataset beside their own part; they must agree on it, and on how they were run. */
const commonSubset = (finished: readonly FinishedRun[]): SelectionOptions => {
  const [first, ...others] = finished as readonly [FinishedRun, ...FinishedRun[]];
  const { shard: _, ...subset } = subsetOf(first);
  const essence = (run: FinishedRun): unknown => {
    const { signature, seed, config } = run.manifest;
    return [signature, seed, config.systems, { ...subsetOf(run), shard: undefined }];
  };
  const other = others.find((run) => !isDeepStrictEqual(essence(run), essence(first)));
  if (other === undefined) return subset;
  throw new ConfigError('config-conflict', {
    where: join(other.folder, 'run.json'),
    found: `another config or selection than in ${basename(first.folder)}`,
    expected: 'shards of one run',
    fix: 'Run the shards again with the same config and options.',
  });
};
