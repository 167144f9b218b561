/** Ridge regression (Hoerl and Kennard 1970): least squares whose weights are held back towards 0. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { weightedGram } from './gram.ts';

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
  const moments = new Float64Array(features);
  for (let item = 0, at = 0; item < targets.length; item++)
    for (let feature = 0; feature < features; feature++, at++)
      moments[feature]! += inputs[at]! * targets[item]!;
  const gram = weightedGram(inputs, new Float64Array(targets.length).fill(1), features);
  const system = Matrix.eye(features).mul(alpha).add(gram);
  return Float64Array.from(new CholeskyDecomposition(system).solve(Matrix.columnVector(moments)).to1DArray());
};
