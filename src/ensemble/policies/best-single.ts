import { z } from 'zod';
import { definePolicy } from './define.ts';
import { pick } from './pick.ts';

/**
 * Always the best system; where it has no candidate that may win, the next one. Systems stand by the column `skill` where
 * there are labels (NaN: unknown, never chosen), else by their priors.
 */
export const bestSingle = definePolicy({
  name: 'best-single',
  about: 'The candidate of the best system, by labelled score or prior.',
  options: z.strictObject({}),
  columns: () => [],
  select: (ballot) => {
    const { skill } = ballot.columns;
    const standing = skill ?? ballot.priors;
    const measure = skill ? 'labelled score' : 'prior';
    return pick(ballot, standing, (row) => {
      const { system } = ballot.candidates[row]!;
      return `${system} is the best system with a candidate here (${measure} ${standing[row]!.toFixed(4)})`;
    });
  },
});
