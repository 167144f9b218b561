/** Data that is not part of the project, because of its licence: tests that need it skip where it is absent. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const folder = resolve(process.env.HAPUI_SHARED ?? '../shared');

/** Absolute path of a file of the shared data. */
export const sharedFile = (path: string): string => resolve(folder, path);

/** Options of a test that needs `path`. */
export const needsShared = (path: string): { skip?: string } =>
  existsSync(sharedFile(path)) ? {} : { skip: `no ${path} in HAPUI_SHARED (default ../shared)` };

/** The values of a JSONL file, which may be gzipped. */
export const readJsonLines = <T>(path: string): T[] => {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
};
