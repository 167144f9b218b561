/** Features by candidate, as learning takes them: a row a candidate, a column a feature. */
import type { FittedSystems, VotingPool } from '../features/define.ts';
import { fittedValues } from '../features/index.ts';

export interface FeatureMatrix {
  readonly rows: number;
  /** Number of features. */
  readonly width: number;
  /** rows × width, row-major; NaN where a feature is unknown for a row. */
  readonly values: Float64Array;
}

/** A matrix of columns of `rows` values each. */
export const matrixOf = (rows: number, columns: readonly Float64Array[]): FeatureMatrix => {
  const width = columns.length;
  const values = new Float64Array(rows * width);
  for (const [place, column] of columns.entries())
    for (let row = 0; row < rows; row++) values[row * width + place] = column[row]!;
  return { rows, width, values };
};

/** All features of a dialogue: the static ones, then those that depend on what a fit knows of the systems. */
export const withFitted = (
  { rows, width, values }: FeatureMatrix,
  pool: VotingPool,
  fitted: FittedSystems,
): FeatureMatrix => {
  const added = matrixOf(rows, fittedValues(pool, fitted));
  const all = new Float64Array(rows * (width + added.width));
  for (let row = 0; row < rows; row++) {
    const start = row * (width + added.width);
    all.set(values.subarray(row * width, (row + 1) * width), start);
    all.set(added.values.subarray(row * added.width, (row + 1) * added.width), start + width);
  }
  return { rows, width: width + added.width, values: all };
};
