/** Scores of `rerank` between the pass that gets them and the passes that use them: 8 bytes a candidate and scorer. */
import type { Pool } from '../types.ts';

export interface ScoreTable {
  /** Adds a column; columns keep the order in which they were added. */
  add(scorer: string): ScoreColumn;
  /** Columns of a pool, by candidate; candidates of the same text have the same score. */
  columnsOf(pool: Pool): Readonly<Record<string, Float64Array>>;
}

/** Scores of one scorer. */
export interface ScoreColumn {
  /** Sets the scores of some candidates of a dialogue that has `size` of them. */
  set(index: number, size: number, rows: readonly number[], scores: ArrayLike<number>): void;
}

export const createScoreTable = (): ScoreTable => {
  const columns = new Map<string, Map<number, Float64Array>>();
  return {
    add: (scorer) => {
      const scores = new Map<number, Float64Array>();
      columns.set(scorer, scores);
      return {
        set: (index, size, rows, values) => {
          const own = scores.get(index) ?? new Float64Array(size).fill(Number.NaN);
          for (const [place, row] of rows.entries()) own[row] = values[place]!;
          scores.set(index, own);
        },
      };
    },
    columnsOf: ({ dialogue, candidates }) => {
      const texts = candidates.map(({ text }) => text.normalize('NFC'));
      const columnOf = (scores: Map<number, Float64Array>): Float64Array =>
        shared(texts, scores.get(dialogue.index) ?? new Float64Array(texts.length).fill(Number.NaN));
      return Object.fromEntries([...columns].map(([scorer, scores]) => [scorer, columnOf(scores)]));
    },
  };
};

/** A text has the score that its first candidate got: in another batch it may differ in its last digits. */
const shared = (texts: readonly string[], scores: Float64Array): Float64Array => {
  const first = new Map<string, number>();
  for (const [row, text] of texts.entries())
    if (!first.has(text) && !Number.isNaN(scores[row]!)) first.set(text, scores[row]!);
  return Float64Array.from(texts, (text) => first.get(text) ?? Number.NaN);
};
