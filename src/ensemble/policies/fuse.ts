import { z } from 'zod';
import { weight } from '../../schema.ts';
import { fuse as fuseColumns, fusionMethods } from '../fuse.ts';
import { type Ballot, definePolicy, isEligible, type Picked } from './define.ts';
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
      .describe('Weight of each column: `mbr`, the id of a scorer, or `pairwise` where there is `labelled`.'),
  }),
  columns: ({ weights }) => Object.keys(weights),
  select: (ballot, { method, weights }) => {
    const eligible = [...ballot.candidates.keys()].map((row) => isEligible(ballot, row));
    const scores = fuseColumns(ballot.columns, { method, weights, eligible });
    const picked = pick(
      ballot,
      scores,
      (row) => `highest fused score (${method}), ${scores[row]!.toFixed(4)}`,
    );
    return picked && withMissing(ballot, picked, weights);
  },
});

/** Says which columns had no score for the winner, and which had none for any candidate. */
const withMissing = (ballot: Ballot, picked: Picked, weights: Readonly<Record<string, number>>): Picked => {
  const used = Object.keys(weights).filter((name) => weights[name]! > 0);
  const rows = [...ballot.candidates.keys()].filter((row) => isEligible(ballot, row));
  const has = (name: string, row: number): boolean =>
    !Number.isNaN(ballot.columns[name]?.[row] ?? Number.NaN);
  const absent = used.filter((name) => !rows.some((row) => has(name, row)));
  const missing = used.filter((name) => !absent.includes(name) && !has(name, picked.row));
  return {
    ...picked,
    reasons: [
      ...picked.reasons,
      ...missing.map((name) => `it has no score in ${name}: counted as the average of the others`),
      ...absent.map((name) => `no candidate has a score in ${name}: it counts nothing here`),
    ],
  };
};
