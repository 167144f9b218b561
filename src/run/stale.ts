/** Files that an earlier run left under names that the present one does not write: they must not pass for its results. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OutputFolder } from './files.ts';
import type { WrittenFiles } from './outputs.ts';

const manifestSchema = z.object({ files: z.record(z.string(), z.object({ sha256: z.string() })) });

/** Name → SHA-256, as the manifest in the folder tells it. */
export type EarlierFiles = ReadonlyMap<string, string>;

/** What the last run of the folder wrote; empty where there was none, or none that can be read. */
export const earlierFiles = async ({ path }: Pick<OutputFolder, 'path'>): Promise<EarlierFiles> => {
  const text = await readFile(join(path, 'run.json'), 'utf8').catch(() => '{}');
  const { data } = manifestSchema.safeParse(parsed(text));
  return new Map(Object.entries(data?.files ?? {}).map(([name, { sha256 }]) => [name, sha256]));
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Removes those of them that are not written any more. A file that somebody has changed since is theirs, and stays. */
export const removeStale = async (
  folder: OutputFolder,
  earlier: EarlierFiles,
  written: WrittenFiles,
): Promise<void> => {
  for (const [name, sha256] of earlier) {
    if (Object.hasOwn(written, name) || name.split('/').includes('..')) continue;
    const bytes = await readFile(join(folder.path, name)).catch(() => undefined);
    if (bytes && createHash('sha256').update(bytes).digest('hex') === sha256) await folder.remove(name);
  }
};
