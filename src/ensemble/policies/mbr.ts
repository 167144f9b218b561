import { z } from 'zod';
import { definePolicy } from './define.ts';
import { pick } from './pick.ts';

/** The candidate that the others agree with most. */
export const mbr = definePolicy({
  name: 'mbr',
  about: 'The candidate with the highest expected utility.',
  options: z.strictObject({}),
  columns: () => ['mbr'],
  select: (ballot) => {
    const { mbr: scores } = ballot.columns;
    return scores && pick(ballot, scores, (row) => `highest expected utility, ${scores[row]!.toFixed(4)}`);
  },
});
