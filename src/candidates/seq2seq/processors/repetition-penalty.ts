import type { Processor } from './processor.ts';

/**
 * Makes tokens that were written before less likely: scores below 0 are multiplied by the penalty, others divided
 * (CTRL, arXiv:1909.05858; `RepetitionPenaltyLogitsProcessor`).
 */
export const repetitionPenalty = (penalty: number): Processor => {
  const before: number[] = [];
  return ({ scores, tokens, length }) => {
    // Read all before writing any: a token that came twice is penalised once.
    for (let index = 0; index < length; index++) before[index] = scores[tokens[index]!]!;
    for (let index = 0; index < length; index++) {
      const score = before[index]!;
      scores[tokens[index]!] = score < 0 ? score * penalty : score / penalty;
    }
  };
};
