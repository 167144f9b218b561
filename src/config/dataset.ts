/** `dataset` in its long form, its file checked. */
import type { z } from 'zod';
import type { Draft } from './draft.ts';
import { checkFile } from './files.ts';
import type { KeyPath } from './position.ts';
import { type datasetForms, datasetSchema } from './schema-dataset.ts';
import { substituted } from './variables.ts';

/** Long form of a dataset; without `path` there are no dialogues. */
export type LongDataset = z.output<typeof datasetSchema>;

/** The long form of `dataset`; adds a problem where its file is not there. */
export const longDataset = async (
  draft: Draft,
  dataset: z.output<typeof datasetForms> | undefined,
  path: KeyPath,
): Promise<LongDataset | undefined> => {
  if (dataset === undefined) return undefined;
  const isShort = typeof dataset === 'string';
  const long = isShort ? datasetSchema.parse({ path: dataset }) : dataset;
  const place = isShort ? path : [...path, 'path'];
  if (long.path !== undefined) await checkFile(draft, long.path, place);
  else if (path.length > 1)
    draft.problems.add({
      code: 'config-missing',
      path: place,
      found: 'the key is missing',
      expected: 'a path',
    });
  return long;
};

/** Whether the file may be a pool file, which brings its candidates along: its first row tells for sure. */
export const mayBePool = ({ env }: Draft, { path, format }: LongDataset): boolean => {
  if (path === undefined) return false;
  if (format === 'pool') return true;
  return format === 'auto' && /\.jsonl(\.gz)?$/iu.test(substituted(path, env));
};
