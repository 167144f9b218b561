/** A row for tests of processors. */
import type { Row } from '../../../../src/candidates/seq2seq/processors/index.ts';

/** Scores and the tokens written so far. */
export const row = (scores: readonly number[], tokens: readonly number[]): Row => ({
  scores: Float32Array.from(scores),
  tokens: Int32Array.from([...tokens, 0, 0, 0]),
  length: tokens.length,
});

/** Score of a token that must not come. */
export const never = Number.NEGATIVE_INFINITY;
