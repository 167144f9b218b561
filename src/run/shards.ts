/** Parts of a run that are made apart (on several machines, say): a folder and a store each, joined by `merge-runs`. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Config } from '../config/index.ts';
import { ConfigError } from '../errors.ts';
import type { Shard } from './windows.ts';

/** Name of a shard's folder beside the run's: `my-run.1-of-4`. */
export const shardName = (name: string, { part, of }: Shard): string => `${name}.${part}-of-${of}`;

/** The config of a part: the same in everything but the place of its outputs. */
export const shardConfig = (config: Config, shard: Shard | undefined): Config =>
  shard === undefined
    ? config
    : { ...config, run_folder: join(dirname(config.run_folder), shardName(config.name, shard)) };

/** Where answers are kept: runs of one outputs folder share a store, a shard has its own. */
export const storeFolder = (runFolder: string, shard: Shard | undefined): string =>
  join(shard === undefined ? dirname(runFolder) : runFolder, '.store');

/** A shard that was run. */
export interface ShardFolder extends Shard {
  readonly path: string;
}

const partName = /\.(\d+)-of-(\d+)$/;

/** The shard whose folder is at `path`. Throws `usage` where its name does not say which part it is. */
export const shardAt = (path: string): ShardFolder => {
  const [, part, of] = partName.exec(basename(path)) ?? [];
  if (part !== undefined) return { part: Number(part), of: Number(of), path };
  throw new ConfigError('usage', { where: path, found: 'no folder of a shard', expected: 'NAME.i-of-n' });
};

/** The shards beside a run's folder, in order of their parts; a folder in which nothing was ever made is none. */
export const findShards = async (runFolder: string): Promise<readonly ShardFolder[]> => {
  const outputs = dirname(runFolder);
  const names = await filesIn(outputs);
  const shards = names
    .filter((name) => name.replace(partName, '') === basename(runFolder) && partName.test(name))
    .map((name) => shardAt(join(outputs, name)))
    .sort((a, b) => a.of - b.of || a.part - b.part);
  const made = await Promise.all(shards.map(wasMade));
  return shards.filter((_, place) => made[place]);
};

/** A run that was refused (no dialogue is selected, say) leaves a folder and an empty store behind. */
const wasMade = async ({ path, ...shard }: ShardFolder): Promise<boolean> => {
  const [files, stages] = [await filesIn(path), await filesIn(storeFolder(path, shard))];
  return files.some((name) => name !== '.store') || stages.length > 0;
};

const filesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
