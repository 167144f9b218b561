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

/** Examples with the same properties, as one. */
interface Grouped extends Indicators {
  /** How many examples there are of each. */
  readonly counts: Float64Array;
  /** Sum of their targets. */
  readonly targets: Float64Array;
}

/**
 * The minimum of ½‖w‖² + c · Σ −(t · log p + (1 − t) · log(1 − p)), p = 1 / (1 + exp(−Σ w of its properties)), over examples with
 * targets t, 0–1: that of `LogisticRegression(C=c, fit_intercept=False)` of scikit-learn, where a target between 0 and 1 is both
 * classes in these shares. Newton's method with step halving. Examples that have the same properties in the same order are taken
 * together: O(properties of all examples), then O(properties of an example² · different ones + width³) a step. Sums run in the
 * order in which they first come.
 */
export const fitIndicatorLogistic = (
  all: Indicators,
  targets: Float64Array,
  { c }: { readonly c: number },
): Float64Array => {
  const examples = grouped(all, targets);
  let weights: Float64Array = new Float64Array(all.width);
  let value = objective(examples, weights, c);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, curvature } = slopes(examples, weights, c);
    if (gradient.every((own) => Math.abs(own) < 1e-8)) break;
    const direction = new CholeskyDecomposition(new Matrix(curvature)).solve(Matrix.columnVector(gradient));
    const next = descend(weights, direction.to1DArray(), value, (at) => objective(examples, at, c));
    // As low as rounding lets it be.
    if (!next) break;
    ({ weights, value } = next);
  }
  return weights;
};

const grouped = ({ starts, properties, width }: Indicators, targets: Float64Array): Grouped => {
  // Places in a tree of properties, each told by the place before it and the property that leads on from there.
  const places = new Map<number, number>();
  const groupAt = new Map<number, number>();
  const groups: { readonly example: number; count: number; target: number }[] = [];
  for (let example = 0; example < targets.length; example++) {
    let place = 0;
    for (let at = starts[example]!; at < starts[example + 1]!; at++) {
      const key = place * width + properties[at]!;
      const known = places.get(key);
      place = known ?? places.size + 1;
      if (known === undefined) places.set(key, place);
    }
    const known = groupAt.get(place);
    if (known === undefined)
      groupAt.set(place, groups.push({ example, count: 1, target: targets[example]! }) - 1);
    else {
      groups[known]!.count += 1;
      groups[known]!.target += targets[example]!;
    }
  }
  const own = groups.map(({ example }) => properties.subarray(starts[example]!, starts[example + 1]!));
  const ends = new Int32Array(groups.length + 1);
  for (const [group, { length }] of own.entries()) ends[group + 1] = ends[group]! + length;
  const kept = new Int32Array(ends.at(-1)!);
  for (const [group, each] of own.entries()) kept.set(each, ends[group]!);
  return {
    starts: ends,
    properties: kept,
    width,
    counts: Float64Array.from(groups, ({ count }) => count),
    targets: Float64Array.from(groups, ({ target }) => target),
  };
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

const objective = (examples: Grouped, weights: Float64Array, c: number): number => {
  const { counts, targets } = examples;
  let loss = 0;
  for (let example = 0; example < counts.length; example++) {
    const own = logit(examples, weights, example);
    // count · log(1 + exp(own)) − targets · own, without overflow
    loss +=
      counts[example]! * (Math.max(own, 0) + Math.log1p(Math.exp(-Math.abs(own)))) - targets[example]! * own;
  }
  return weights.reduce((sum, weight) => sum + weight * weight, 0) / 2 + c * loss;
};

/** First and second derivatives of the objective. */
const slopes = (
  examples: Grouped,
  weights: Float64Array,
  c: number,
): { gradient: Float64Array; curvature: Float64Array[] } => {
  const { starts, properties, width, counts, targets } = examples;
  const gradient = weights.slice();
  const curvature = Array.from({ length: width }, (_, place) => {
    const line = new Float64Array(width);
    line[place] = 1;
    return line;
  });
  for (let example = 0; example < counts.length; example++) {
    const chance = 1 / (1 + Math.exp(-logit(examples, weights, example)));
    const slope = c * (counts[example]! * chance - targets[example]!);
    const bend = c * counts[example]! * chance * (1 - chance);
    const end = starts[example + 1]!;
    for (let at = starts[example]!; at < end; at++) {
      gradient[properties[at]!]! += slope;
      const line = curvature[properties[at]!]!;
      for (let other = starts[example]!; other < end; other++) line[properties[other]!]! += bend;
    }
  }
  return { gradient, curvature };
};
