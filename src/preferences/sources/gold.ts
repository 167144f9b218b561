import { defineSource } from './define.ts';

export const gold = defineSource({
  name: 'gold',
  about: 'The score against the human references, as `hapui eval` gives it, 0–1.',
  needs: 'references',
  scoresReferences: true,
});

export interface GoldInput {
  /** By candidate. */
  readonly candidates: Float64Array;
  /** Number of references that are rows, too. */
  readonly references: number;
  /** Score of a reference against the others of its dialogue. */
  readonly againstOthers: (reference: number) => number;
  /** Whether a reference counts as perfect, which is what its own score would say. */
  readonly trusted: boolean;
}

/**
 * Scores by row, references last. A reference is scored by the other references; where there are none it has no score, since
 * its own would say 1 of any text. Candidates have one reference more, so the comparison never favours the reference.
 */
export const goldScores = ({ candidates, references, againstOthers, trusted }: GoldInput): Float64Array => {
  const scores = new Float64Array(candidates.length + references);
  scores.set(candidates);
  for (let reference = 0; reference < references; reference++)
    scores[candidates.length + reference] = trusted
      ? 1
      : references > 1
        ? againstOthers(reference)
        : Number.NaN;
  return scores;
};
