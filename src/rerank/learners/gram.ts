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
  // Line by line in plain arrays: through the matrix's own methods these loops take ten times as long.
  const lines = Array.from({ length: size }, () => new Float64Array(size));
  for (let first = 0; first < whole; first += block) addFour(lines, inputs, weights, first);
  for (let row = whole; row < weights.length; row++) addOne(lines, inputs, weights, row);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < row; column++) lines[column]![row] = lines[row]![column]!;
  return new Matrix(lines);
};

/** Adds weight · x xᵀ of the rows `first` to `first` + 3 below and on the diagonal. */
const addFour = (
  lines: readonly Float64Array[],
  inputs: Float64Array,
  weights: Float64Array,
  first: number,
): void => {
  const size = lines.length;
  const a = first * size;
  const b = a + size;
  const c = b + size;
  const d = c + size;
  for (let row = 0; row < size; row++) {
    const line = lines[row]!;
    const fromA = weights[first]! * inputs[a + row]!;
    const fromB = weights[first + 1]! * inputs[b + row]!;
    const fromC = weights[first + 2]! * inputs[c + row]!;
    const fromD = weights[first + 3]! * inputs[d + row]!;
    for (let column = 0; column <= row; column++)
      line[column]! +=
        fromA * inputs[a + column]! +
        fromB * inputs[b + column]! +
        fromC * inputs[c + column]! +
        fromD * inputs[d + column]!;
  }
};

const addOne = (
  lines: readonly Float64Array[],
  inputs: Float64Array,
  weights: Float64Array,
  row: number,
): void => {
  const size = lines.length;
  const at = row * size;
  for (let place = 0; place < size; place++) {
    const line = lines[place]!;
    const scaled = weights[row]! * inputs[at + place]!;
    for (let column = 0; column <= place; column++) line[column]! += scaled * inputs[at + column]!;
  }
};
