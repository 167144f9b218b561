/** The sums of products that least squares and Newton's method solve with. */
import { Matrix } from 'ml-matrix';

/** Rows added in one sweep over the matrix: what is written costs more than what is multiplied. */
const block = 4;

/**
 * Σ weight · x xᵀ over the rows x of `inputs` (rows × `size`, row-major), `weights` one a row, ≥ 0. O(rows · size²); the
 * order of the sum is that of the rows.
 */
export const weightedGram = (inputs: Float64Array, weights: Float64Array, size: number): Matrix => {
  const whole = weights.length - (weights.length % block);
  // In one plain array: through the matrix's own methods these loops take ten times as long.
  const sums = new Float64Array(size * size);
  for (let first = 0; first < whole; first += block) {
    let line = 0;
    for (; line + 1 < size; line += 2) addFour(sums, inputs, weights, size, first, line);
    if (line < size) addFourToLast(sums, inputs, weights, size, first);
  }
  for (let row = whole; row < weights.length; row++) addOne(sums, inputs, weights, size, row);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < row; column++) sums[column * size + row] = sums[row * size + column]!;
  return Matrix.from1DArray(size, size, sums);
};

/** Adds weight · x xᵀ of the rows `first` to `first` + 3 to `line` and the next one, up to the diagonal: what is read serves both. */
const addFour = (
  sums: Float64Array,
  inputs: Float64Array,
  weights: Float64Array,
  size: number,
  first: number,
  line: number,
): void => {
  const a = first * size;
  const b = a + size;
  const c = b + size;
  const d = c + size;
  const upper = line * size;
  const lower = upper + size;
  const upperA = weights[first]! * inputs[a + line]!;
  const upperB = weights[first + 1]! * inputs[b + line]!;
  const upperC = weights[first + 2]! * inputs[c + line]!;
  const upperD = weights[first + 3]! * inputs[d + line]!;
  const lowerA = weights[first]! * inputs[a + line + 1]!;
  const lowerB = weights[first + 1]! * inputs[b + line + 1]!;
  const lowerC = weights[first + 2]! * inputs[c + line + 1]!;
  const lowerD = weights[first + 3]! * inputs[d + line + 1]!;
  for (let column = 0; column <= line + 1; column++) {
    const inA = inputs[a + column]!;
    const inB = inputs[b + column]!;
    const inC = inputs[c + column]!;
    const inD = inputs[d + column]!;
    sums[upper + column]! += upperA * inA + upperB * inB + upperC * inC + upperD * inD;
    sums[lower + column]! += lowerA * inA + lowerB * inB + lowerC * inC + lowerD * inD;
  }
};

/** The same for the last line alone, where their number is odd. */
const addFourToLast = (
  sums: Float64Array,
  inputs: Float64Array,
  weights: Float64Array,
  size: number,
  first: number,
): void => {
  const line = size - 1;
  const a = first * size;
  const b = a + size;
  const c = b + size;
  const d = c + size;
  const byA = weights[first]! * inputs[a + line]!;
  const byB = weights[first + 1]! * inputs[b + line]!;
  const byC = weights[first + 2]! * inputs[c + line]!;
  const byD = weights[first + 3]! * inputs[d + line]!;
  for (let column = 0; column <= line; column++)
    sums[line * size + column]! +=
      byA * inputs[a + column]! +
      byB * inputs[b + column]! +
      byC * inputs[c + column]! +
      byD * inputs[d + column]!;
};

const addOne = (
  sums: Float64Array,
  inputs: Float64Array,
  weights: Float64Array,
  size: number,
  row: number,
): void => {
  const at = row * size;
  for (let line = 0; line < size; line++) {
    const scaled = weights[row]! * inputs[at + line]!;
    for (let column = 0; column <= line; column++)
      sums[line * size + column]! += scaled * inputs[at + column]!;
  }
};
