import { z } from 'zod';
import { weight } from '../../schema.ts';
import { fuse as fuseColumns, fusionMethods } from '../fuse.ts';
import { definePolicy, isEligible } from './define.ts';
import { pick } from './pick.ts';

/** Several scorers' columns on one scale, added up. */
export const fuse = definePolicy({
  name: 'fuse',
  about: 'The candidate with the highest weighted sum of several columns of scores.',
  options: z.strictObject({
    method: z
      .enum(fusionMethods)
      .default('zscore')
      .describe('How columns are brought to one scale, dialogue by dialogue.'),
    weights: z
      .record(z.string(), weight)
      .default({ mbr: 1 })
      .describe('Weight of each column: `mbr`, or the id of a scorer.'),
  }),
  columns: ({ weights }) => Object.keys(weights),
  select: (ballot, { method, weights }) => {
    const eligible = [...ballot.candidates.keys()].map((row) => isEligible(ballot, row));
    const scores = fuseColumns(ballot.columns, { method, weights, eligible });
    return pick(ballot, scores, (row) => `highest fused score (${method}), ${scores[row]!.toFixed(4)}`);
  },
});
