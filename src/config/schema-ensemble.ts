/** `ensemble`: how the summary of a dialogue is picked or written. */
import { z } from 'zod';
import { weight } from '../schema.ts';

/** Rungs that can be pinned by name. */
export const policyNames = ['auto', 'best-single', 'mbr', 'pairwise', 'pairwise+mbr', 'fuse'] as const;

const fuseSchema = z.strictObject({
  method: z
    .enum(['zscore', 'rank', 'rrf', 'borda', 'minmax', 'raw'])
    .default('zscore')
    .describe('How the columns of scores are brought to one scale.'),
  weights: z
    .record(z.string(), weight)
    .optional()
    .describe('Weight of each column: `mbr`, or the id of a scorer. Default: all alike.'),
});

export const ensembleSchema = z.strictObject({
  select: z
    .union([z.enum(policyNames), z.string().regex(/\.json$/u, 'a file ending in .json')])
    .default('auto')
    .describe('How one candidate is chosen; a `.json` file is what `hapui train --out` wrote.'),
  fuse: fuseSchema.prefault({}).describe('Used by `select: fuse`.'),
  merge: z
    .union([
      z.literal('none'),
      z.looseObject({ kind: z.enum(['sentences', 'chat']).describe('How candidates are merged.') }),
    ])
    .default('none')
    .describe('Whether a new text may be made of several candidates.'),
  fallback: z
    .enum(['best-prior', 'longest-utterance'])
    .default('best-prior')
    .describe('What stands in where no candidate may win; the longest utterance comes after it.'),
});
