import { expectedUtilities, type MbrInput } from '../../rerank/mbr.ts';
import { rowVotes } from '../../rerank/votes.ts';
import { defineSource } from './define.ts';

export const mbr = defineSource({
  name: 'mbr',
  about: 'The expected utility under the votes of the other candidates, 0–1; needs no labels.',
  needs: 'nothing',
  scoresReferences: true,
});

export interface MbrRows extends MbrInput {
  /** u(reference, hypothesis) of the references that are rows, too; row-major. */
  readonly ofReferences: Float64Array;
  readonly references: number;
}

/**
 * Scores by row, references last. References do not vote: they are judged by the candidates, all of which are strangers to
 * them. O(R²).
 */
export const mbrScores = ({ ofReferences, references, ...input }: MbrRows): Float64Array => {
  const candidates = expectedUtilities(input);
  const scores = new Float64Array(candidates.length + references);
  scores.set(candidates);
  const { weight } = rowVotes(input.rows, input.hypothesisOf, input.votes);
  for (let reference = 0; reference < references; reference++) {
    let [sum, total] = [0, 0];
    for (const [row, share] of weight.entries()) {
      if (share === 0) continue;
      sum += share * ofReferences[reference * input.hypotheses + input.hypothesisOf[row]!]!;
      total += share;
    }
    scores[candidates.length + reference] = sum / total;
  }
  return scores;
};
