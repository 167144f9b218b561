/**
 * Features compare the candidates of one dialogue: each is centred within the dialogue. What it is divided by is its deviation
 * within dialogues, pooled over the training dialogues: divided by the deviation of its own dialogue, two candidates would
 * always be as far apart as any other two, and three systems would tell little but their order.
 */
import type { FeatureMatrix } from './matrix.ts';

/**
 * Each feature minus its mean over the known values of `rows`; 0 where it is unknown for a row. Rows that are not in `rows` are
 * put on the same scale.
 */
export const centre = (
  { rows: count, width, values }: FeatureMatrix,
  rows: readonly number[],
): FeatureMatrix => {
  const centred = new Float64Array(values.length);
  for (let feature = 0; feature < width; feature++)
    centreOne({ values, first: feature, stride: width }, rows, centred, { count, width, feature });
  return { rows: count, width, values: centred };
};

/** The same of columns of `count` values each, one a feature. */
export const centreColumns = (
  count: number,
  columns: readonly Float64Array[],
  rows: readonly number[],
): FeatureMatrix => {
  const width = columns.length;
  const centred = new Float64Array(count * width);
  for (let feature = 0; feature < width; feature++)
    centreOne({ values: columns[feature]!, first: 0, stride: 1 }, rows, centred, { count, width, feature });
  return { rows: count, width, values: centred };
};

/** Writes one centred feature, the value of a row being at `first` + row · `stride`, into a matrix of zeros. */
const centreOne = (
  {
    values,
    first,
    stride,
  }: { readonly values: Float64Array; readonly first: number; readonly stride: number },
  rows: readonly number[],
  centred: Float64Array,
  { count, width, feature }: { readonly count: number; readonly width: number; readonly feature: number },
): void => {
  let known = 0;
  let sum = 0;
  for (let place = 0; place < rows.length; place++) {
    const value = values[first + rows[place]! * stride]!;
    if (Number.isNaN(value)) continue;
    known += 1;
    sum += value;
  }
  if (known === 0) return;
  const mean = sum / known;
  for (let row = 0; row < count; row++) {
    const value = values[first + row * stride]!;
    if (!Number.isNaN(value)) centred[row * width + feature] = value - mean;
  }
};

/** Sums up the squares of centred features, to learn their deviations; a dialogue's features may come in several matrices side by side. */
export const createSpread = (width: number) => {
  const squares = new Float64Array(width);
  let count = 0;
  return {
    add: (matrices: readonly FeatureMatrix[], rows: readonly number[]): void => {
      let first = 0;
      for (const { width: own, values } of matrices) {
        for (let place = 0; place < rows.length; place++) {
          const start = rows[place]! * own;
          for (let feature = 0; feature < own; feature++) {
            const value = values[start + feature]!;
            squares[first + feature]! += value * value;
          }
        }
        first += own;
      }
      count += rows.length;
    },
    /** Deviation of every feature within dialogues; 0 where it never differs but by rounding. */
    deviations: (): Float64Array =>
      squares.map((sum) => {
        const deviation = Math.sqrt(sum / Math.max(count, 1));
        return deviation > rounding ? deviation : 0;
      }),
  };
};

/** Features are of the order of 1: below this, differences are rounding. */
const rounding = 1e-9;
