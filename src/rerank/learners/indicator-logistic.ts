/** Logistic regression on examples that each have a few of many properties: how likely is what has these. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Examples by their properties. */
export interface Indicators {
  /** Example → where its properties begin in `properties`; one more at the end. */
  readonly starts: Int32Array;
  /** Below `width`; none twice in one example. */
  readonly properties: Int32Array;
  readonly width: number;
}

/** Fewer than ten steps are needed; this many mean that they do not converge. */
const mostSteps = 100;

/**
 * The minimum of ½‖w‖² + c · Σ −(t · log p + (1 − t) · log(1 − p)), p = 1 / (1 + exp(−Σ w of its properties)), over examples with
 * targets t, 0–1: that of `LogisticRegression(C=c, fit_intercept=False)` of scikit-learn, where a target between 0 and 1 is both
 * classes in these shares. Newton's method with step halving. O(properties of an example² · examples + width³) a step; sums run in
 * the order of the examples.
 */
export const fitIndicatorLogistic = (
  examples: Indicators,
  targets: Float64Array,
  { c }: { readonly c: number },
): Float64Array => {
  let weights: Float64Array = new Float64Array(examples.width);
  let value = objective(examples, targets, weights, c);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, curvature } = slopes(examples, targets, weights, c);
    if (gradient.every((own) => Math.abs(own) < 1e-8)) break;
    const direction = new CholeskyDecomposition(new Matrix(curvature)).solve(Matrix.columnVector(gradient));
    const next = descend(weights, direction.to1DArray(), value, (at) => objective(examples, targets, at, c));
    // As low as rounding lets it be.
    if (!next) break;
    ({ weights, value } = next);
  }
  return weights;
};

/** One step along −direction, halved until it lowers the objective; undefined where none does. */
const descend = (
  weights: Float64Array,
  direction: readonly number[],
  value: number,
  objectiveAt: (weights: Float64Array) => number,
): { weights: Float64Array; value: number } | undefined => {
  for (let length = 1; length > 1e-9; length /= 2) {
    const next = weights.map((weight, place) => weight - length * direction[place]!);
    const reached = objectiveAt(next);
    if (reached < value) return { weights: next, value: reached };
  }
  return undefined;
};

/** Sum of the weights of an example's properties. */
const logit = ({ starts, properties }: Indicators, weights: Float64Array, example: number): number => {
  let sum = 0;
  for (let at = starts[example]!; at < starts[example + 1]!; at++) sum += weights[properties[at]!]!;
  return sum;
};

const objective = (examples: Indicators, targets: Float64Array, weights: Float64Array, c: number): number => {
  let loss = 0;
  for (let example = 0; example < targets.length; example++) {
    const own = logit(examples, weights, example);
    // log(1 + exp(own)) − target · own, without overflow
    loss += Math.max(own, 0) + Math.log1p(Math.exp(-Math.abs(own))) - targets[example]! * own;
  }
  return weights.reduce((sum, weight) => sum + weight * weight, 0) / 2 + c * loss;
};

/** First and second derivatives of the objective. */
const slopes = (
  examples: Indicators,
  targets: Float64Array,
  weights: Float64Array,
  c: number,
): { gradient: Float64Array; curvature: Float64Array[] } => {
  const { starts, properties, width } = examples;
  const gradient = weights.slice();
  const curvature = Array.from({ length: width }, (_, place) => {
    const line = new Float64Array(width);
    line[place] = 1;
    return line;
  });
  for (let example = 0; example < targets.length; example++) {
    const chance = 1 / (1 + Math.exp(-logit(examples, weights, example)));
    const slope = c * (chance - targets[example]!);
    const bend = c * chance * (1 - chance);
    const end = starts[example + 1]!;
    for (let at = starts[example]!; at < end; at++) {
      gradient[properties[at]!]! += slope;
      const line = curvature[properties[at]!]!;
      for (let other = starts[example]!; other < end; other++) line[properties[other]!]! += bend;
    }
  }
  return { gradient, curvature };
};
