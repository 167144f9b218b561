/** Files that an earlier run left under names that the present one does not write: they must not pass for its results. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { checkOutputFile, type OutputFolder } from './files.ts';
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

/**
 * Removes those of them that are not written any more. A file that somebody has changed since is theirs, and stays; so does one that
 * this run reads, and whatever is no plain file of the folder itself: the manifest is a file that anybody can edit.
 */
export const removeStale = async (
  folder: OutputFolder,
  earlier: EarlierFiles,
  { written, inputs }: { readonly written: WrittenFiles; readonly inputs: readonly string[] },
): Promise<void> => {
  for (const [name, sha256] of earlier) {
    const path = join(folder.path, name);
    if (Object.hasOwn(written, name) || basename(name) !== name) continue;
    if (!(await lstat(path).catch(() => undefined))?.isFile() || (await isInput(path, inputs))) continue;
    if ((await hashOf(path)) === sha256) await folder.remove(name);
  }
};

const isInput = (path: string, inputs: readonly string[]): Promise<boolean> =>
  checkOutputFile(path, { inputs }).then(
    () => false,
    () => true,
  );

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest('hex');
};
