/** The candidates that whoever cannot look at all of them looks at. */
import { type DiverseInput, diverseTopK } from './diverse.ts';

export interface ShortlistInput extends Omit<DiverseInput, 'quality'> {
  /** What orders the candidates, on any scale; NaN where a row has none. */
  readonly scores: Float64Array;
  /** Expected utilities: the scale on which likeness is measured. */
  readonly expected: Float64Array;
}

export interface ShortlistOptions {
  /** Most rows. */
  readonly top_k: number;
  /** What likeness costs, see `diverseTopK`. */
  readonly lambda: number;
}

/** Rows of different texts, the best first. Scores of other scales are stretched to the range of the expected utilities. */
export const shortlist = (
  { scores, expected, ...input }: ShortlistInput,
  { top_k: k, lambda }: ShortlistOptions,
): number[] => {
  const quality = lambda > 0 ? stretched(scores, expected) : scores;
  return diverseTopK({ ...input, quality }, { k, lambda });
};

/** `scores` moved and scaled so that their range is that of `expected`. */
const stretched = (scores: Float64Array, expected: Float64Array): Float64Array => {
  const rows = [...scores.keys()].filter(
    (row) => Number.isFinite(scores[row]!) && Number.isFinite(expected[row]!),
  );
  const rangeOf = (values: Float64Array): readonly [number, number] => {
    const own = rows.map((row) => values[row]!);
    return [Math.min(...own), Math.max(...own)];
  };
  const [low, high] = rangeOf(scores);
  const [from, to] = rangeOf(expected);
  if (!(high > low)) return scores;
  return scores.map((score) => from + ((score - low) / (high - low)) * (to - from));
};
