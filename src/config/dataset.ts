/** `dataset` in its long form, its file checked. */
import type { z } from 'zod';
import type { Draft } from './draft.ts';
import { checkFile } from './files.ts';
import type { KeyPath } from './position.ts';
import { type datasetForms, datasetSchema } from './schema-dataset.ts';
import { substituted } from './variables.ts';

/** Long form of a dataset; without `path` there are no dialogues. */
export type LongDataset = z.output<typeof datasetSchema>;

/** The long form of `dataset`; adds a problem where its file is not there, or its keys have no file to speak of. */
export const longDataset = async (
  draft: Draft,
  dataset: z.output<typeof datasetForms>,
  path: KeyPath,
): Promise<LongDataset> => {
  const isShort = typeof dataset === 'string';
  const long = isShort ? datasetSchema.parse({ path: dataset }) : dataset;
  const place = isShort ? path : [...path, 'path'];
  if (long.path !== undefined) {
    await checkFile(draft, long.path, place);
    if (!mayBePool(draft, long)) checkPoolKeys(draft, long, path);
  } else if (JSON.stringify(long) !== JSON.stringify({ ...withoutFile, ...cleanOf(long) }))
    draft.problems.add({
      code: 'config-missing',
      path: place,
      found: 'the key is missing',
      expected: 'a path',
    });
  return long;
};

// without a file, only the cleaning rules say anything
const withoutFile = datasetSchema.parse({});
const cleanOf = ({ clean }: LongDataset) => (clean === undefined ? {} : { clean });

const checkPoolKeys = (draft: Draft, dataset: LongDataset, path: KeyPath): void => {
  for (const key of ['systems', 'families'] as const) {
    if (dataset[key] === undefined) continue;
    draft.problems.add({
      code: 'config-conflict',
      path: [...path, key],
      side: 'key',
      found: `\`${key}\` of a dataset that is no pool file`,
      expected: 'a .jsonl file that brings its candidates along',
      fix:
        key === 'families'
          ? 'Write `family` in the entries of `systems`.'
          : 'Use the key `systems` beside `dataset`.',
    });
  }
};

/** Whether the file may be a pool file, which brings its candidates along: its first row tells for sure. */
export const mayBePool = ({ env }: Draft, { path, format }: LongDataset): boolean => {
  if (path === undefined) return false;
  if (format === 'pool') return true;
  return format === 'auto' && /\.(jsonl|ndjson|json)(\.gz)?$/iu.test(substituted(path, env));
};
