/** A decoder whose next token depends on the last one only: small enough to enumerate all it could say. */
import type { Decoder } from '../../../src/models/token-scores.ts';

/** Log-probabilities of a table of weights: `table[last][next]`. */
export const logProbabilities = (table: readonly (readonly number[])[]): number[][] =>
  table.map((weights) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => Math.fround(Math.log(weight / sum)));
  });

/** A decoder over the table; every source starts with the token 0. */
export const bigramDecoder = (table: readonly (readonly number[])[]): Decoder & { steps: number[] } => {
  const rows = logProbabilities(table);
  const vocabulary = rows.length;
  const steps: number[] = [];
  let scores = new Float32Array(0);
  const fill = (tokens: readonly number[]): void => {
    scores = Float32Array.from(tokens.flatMap((token) => rows[token] as number[]));
    steps.push(tokens.length);
  };
  return {
    vocabulary,
    steps,
    get scores() {
      return scores;
    },
    begin: async (sources) => fill(sources.map(() => 0)),
    step: async ({ rows: count, tokens }) => fill([...tokens.subarray(0, count)]),
    normalise: async (count) => {
      const normalised = scores.slice(0, count * vocabulary);
      for (let row = 0; row < count; row++) {
        const view = normalised.subarray(row * vocabulary, (row + 1) * vocabulary);
        const total = Math.log(view.reduce((sum, score) => sum + Math.exp(score), 0));
        for (let token = 0; token < vocabulary; token++) view[token] = (view[token] ?? 0) - total;
      }
      return normalised;
    },
  };
};

export interface Sentence {
  readonly ids: readonly number[];
  readonly logprob: number;
}

/** All sequences that end with the token `end` or after `most` tokens. */
export const allSentences = (
  table: readonly (readonly number[])[],
  end: number,
  most: number,
): Sentence[] => {
  const rows = logProbabilities(table);
  const grow = (sentence: Sentence): Sentence[] => {
    const last = sentence.ids.at(-1) as number;
    if (sentence.ids.length > 1 && (last === end || sentence.ids.length > most)) return [sentence];
    return (rows[last] as number[]).flatMap((score, token) =>
      grow({ ids: [...sentence.ids, token], logprob: Math.fround(sentence.logprob + score) }),
    );
  };
  return grow({ ids: [0], logprob: 0 });
};
