import type { FeaturePool } from './define.ts';

/** Values of hypotheses as a feature: by row, NaN for rows without text. */
export const byRow = (
  { hypothesisOf }: Pick<FeaturePool, 'hypothesisOf'>,
  values: ArrayLike<number>,
): Float64Array =>
  Float64Array.from(hypothesisOf, (hypothesis) => (hypothesis < 0 ? Number.NaN : values[hypothesis]!));

/** A share; NaN of nothing, which is unknown rather than 0. */
export const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : Number.NaN);

/** 1 where a value is unknown although the row has a text, else 0; NaN for rows without text. */
export const missing = (values: Float64Array, hypothesisOf: Int32Array): Float64Array =>
  values.map((value, row) => (hypothesisOf[row]! < 0 ? Number.NaN : Number(Number.isNaN(value))));
