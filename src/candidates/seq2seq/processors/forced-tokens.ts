import { forbidden, type Processor } from './processor.ts';

/** Only `tokens` may come, with score 0: log-probability 0 in beam search. */
const force = (scores: Float32Array, tokens: readonly number[]): void => {
  scores.fill(forbidden);
  for (const token of tokens) scores[token] = 0;
};

/** The first generated token must be `token` (`ForcedBOSTokenLogitsProcessor`): the language of mBART, say. */
export const forcedFirst =
  (token: number): Processor =>
  ({ scores, length }) => {
    if (length === 1) force(scores, [token]);
  };

/** The last token that fits must be one of `tokens` (`ForcedEOSTokenLogitsProcessor`). */
export const forcedLast =
  (tokens: readonly number[], maxNewTokens: number): Processor =>
  ({ scores, length }) => {
    if (length === maxNewTokens) force(scores, tokens);
  };
