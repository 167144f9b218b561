/** Ridge regression (Hoerl and Kennard 1970): least squares whose weights are held back towards 0. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Rows of features with what they should predict; both centred, so that no intercept is needed. */
export interface Regression {
  /** rows × features, row-major. */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly features: number;
}

/**
 * The minimum of ‖inputs·w − targets‖² + alpha · ‖w‖², in closed form: the same solution as `Ridge(alpha, fit_intercept=False)` of
 * scikit-learn. O(rows · features² + features³); alpha > 0.
 */
export const fitRidge = (
  { inputs, targets, features }: Regression,
  { alpha }: { readonly alpha: number },
): Float64Array => {
  const rows = Array.from({ length: features }, (_, row) => {
    const line = new Float64Array(features);
    line[row] = alpha;
    return line;
  });
  const moments = new Float64Array(features);
  for (let item = 0, at = 0; item < targets.length; item++, at += features) {
    for (let row = 0; row < features; row++) {
      const value = inputs[at + row]!;
      moments[row]! += value * targets[item]!;
      for (let column = 0; column <= row; column++) rows[row]![column]! += value * inputs[at + column]!;
    }
  }
  for (let row = 0; row < features; row++)
    for (let column = 0; column < row; column++) rows[column]![row] = rows[row]![column]!;
  const solution = new CholeskyDecomposition(new Matrix(rows)).solve(Matrix.columnVector(moments));
  return Float64Array.from(solution.to1DArray());
};
