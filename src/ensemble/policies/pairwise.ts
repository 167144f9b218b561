import { z } from 'zod';
import { fuse } from '../fuse.ts';
import { type Ballot, definePolicy, isEligible, type Picked } from './define.ts';
import { pick } from './pick.ts';

/** The candidate that the pairwise model of the second stage likes best. */
export const pairwise = definePolicy({
  name: 'pairwise',
  about: 'The candidate with the highest score of the pairwise model that was learned on `labelled`.',
  options: z.strictObject({}),
  columns: () => ['pairwise'],
  select: (ballot) => {
    const { pairwise: scores } = ballot.columns;
    const picked =
      scores && pick(ballot, scores, (row) => `highest pairwise score, ${scores[row]!.toFixed(4)}`);
    return picked && withStrongest(ballot, picked);
  },
});

/** Model and vote together. */
export const pairwiseMbr = definePolicy({
  name: 'pairwise+mbr',
  about: 'The candidate with the highest sum of the z-scores of `pairwise` and skill-weighted `mbr`.',
  options: z.strictObject({}),
  columns: () => ['pairwise', 'mbr'],
  select: (ballot) => {
    const { pairwise: model, mbr: vote } = ballot.columns;
    if (!model || !vote) return undefined;
    const eligible = [...ballot.candidates.keys()].map((row) => isEligible(ballot, row));
    const weights = { pairwise: 1, mbr: 1 };
    const scores = fuse({ pairwise: model, mbr: vote }, { method: 'zscore', weights, eligible });
    const picked = pick(
      ballot,
      scores,
      (row) =>
        `highest mean of z-scores, ${scores[row]!.toFixed(4)} (pairwise ${model[row]!.toFixed(4)}, expected utility ${vote[row]!.toFixed(4)})`,
    );
    return picked && withStrongest(ballot, picked);
  },
});

/** Contributions that are told: more would bury what counts. */
const told = 3;

/** Says which features set the winner apart from the runner-up. */
const withStrongest = ({ explain, candidates }: Ballot, picked: Picked): Picked => {
  if (!explain || picked.runnerUp === undefined) return picked;
  const strongest = explain(picked.row, picked.runnerUp).slice(0, told);
  if (strongest.length === 0) return picked;
  const parts = strongest.map(
    ({ name, value }) => `${name} ${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`,
  );
  const [first, ...others] = picked.reasons;
  const reason = `against ${candidates[picked.runnerUp]!.system}, the model weighs most ${parts.join(', ')}`;
  return { ...picked, reasons: [first!, reason, ...others] };
};
