/**
 * Pairwise logistic regression (RankNet's loss with a linear score, Burges et al. 2005): learns weights w such that
 * w·(better − worse) > 0. Without intercept, since exchanging the sides of a pair must change its sign and nothing else.
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { weightedGram } from './gram.ts';
import { addScaled, products } from './products.ts';

/** Pairs of candidates, each as the better one's features minus the worse one's. */
export interface Pairs {
  /** pairs × features, row-major. */
  readonly differences: Float64Array;
  /** How much each pair counts, ≥ 0. */
  readonly weights: Float64Array;
  readonly features: number;
}

/** What one fit found, for others to begin with. */
export interface Solution {
  readonly weights: Float64Array;
  /** Σ curvature · x xᵀ where second derivatives were last taken; undefined where none were. */
  readonly gram: Matrix | undefined;
  /** Number of pairs. */
  readonly pairs: number;
}

/** About ten steps are needed; this many mean that they do not converge. */
const maxSteps = 200;

/** A step that leaves more than this share of the slope calls for second derivatives of where it led. */
const staleAbove = 0.1;

/** Slopes below this are none, where nobody says otherwise. */
const flat = 1e-10;

export interface PathOptions {
  /** Where to begin: the solution of similar pairs saves most of the work and changes the result by rounding alone. Default: at 0. */
  readonly start?: Solution | undefined;
  /** Slope below which a solution is good enough. */
  readonly tolerance?: number;
}

/**
 * Fits with one strength after the other, the smallest first: each starts where the last one ended, with its second derivatives,
 * which saves most of the work and changes the results by rounding alone.
 *
 * The function gives the minimum of ½‖w‖² + c · Σ weight · log(1 + exp(−w·difference)) for an inverse strength of regularisation c,
 * the same solution as `LogisticRegression(C=c, fit_intercept=False)` of scikit-learn. Newton's method with step halving, its second
 * derivatives kept as long as they serve (Shamanskii 1967): they cost `features` times as much as a slope. O(pairs · features²) a
 * few times; sums run in the order of the pairs. Without pairs it is 0.
 */
export const logisticPath = (
  pairs: Pairs,
  { start, tolerance = flat }: PathOptions = {},
): ((c: number) => Solution) => {
  const { differences, features } = pairs;
  const count = pairs.weights.length;
  let at = pointAt(pairs, start?.weights ?? new Float64Array(features));
  let gram = start?.gram && Matrix.mul(start.gram, count / start.pairs);
  return (c) => {
    let value = objective(pairs, at, c);
    let curved = gram && curvedBy(gram, c);
    let before = Number.POSITIVE_INFINITY;
    for (let step = 0; step < maxSteps; step++) {
      const { gradient, curvatures } = slopes(pairs, at, c);
      const slope = gradient.reduce((most, own) => Math.max(most, Math.abs(own)), 0);
      if (slope < tolerance) break;
      const fresh = curved === undefined || slope > staleAbove * before;
      if (fresh) {
        gram = weightedGram(differences, curvatures, features);
        curved = curvedBy(gram, c);
      }
      const direction = curved!.solve(Matrix.columnVector(gradient)).to1DArray();
      const promised = gradient.reduce((sum, own, feature) => sum + own * direction[feature]!, 0) / 2;
      // So near the minimum the objective is flat to rounding: whole steps are right, and one of Newton's own is the last.
      if (promised < 1e-11 * (1 + value)) {
        at = pointAt(pairs, moved(at.weights, direction, 1));
        if (fresh) break;
      } else ({ at, value } = descend(pairs, at, value, direction, c));
      before = slope;
    }
    return { weights: at.weights, gram, pairs: count };
  };
};

/** I + c · gram, ready to be solved with. */
const curvedBy = (gram: Matrix, c: number): CholeskyDecomposition =>
  new CholeskyDecomposition(Matrix.eye(gram.rows).add(Matrix.mul(gram, c)));

/** Weights with what they make of the pairs. */
interface Point {
  readonly weights: Float64Array;
  /** w·difference, by pair. */
  readonly scores: Float64Array;
}

const pointAt = ({ differences }: Pairs, weights: Float64Array): Point => ({
  weights,
  scores: products(differences, weights),
});

/** One step along −direction, halved until it lowers the objective; Newton's direction always does so in the end. */
const descend = (
  pairs: Pairs,
  at: Point,
  value: number,
  direction: readonly number[],
  c: number,
): { at: Point; value: number } => {
  for (let length = 1; length > 1e-9; length /= 2) {
    const next = pointAt(pairs, moved(at.weights, direction, length));
    const reached = objective(pairs, next, c);
    if (reached < value) return { at: next, value: reached };
  }
  return { at, value };
};

const moved = (weights: Float64Array, direction: readonly number[], length: number): Float64Array =>
  weights.map((weight, feature) => weight - length * direction[feature]!);

const objective = (pairs: Pairs, { weights, scores }: Point, c: number): number =>
  weights.reduce((sum, weight) => sum + weight * weight, 0) / 2 + c * lossOf(pairs, scores);

/** Σ weight · log(1 + exp(−w·difference)): how badly `weights` order the pairs. */
export const pairwiseLoss = (pairs: Pairs, weights: Float64Array): number =>
  lossOf(pairs, pointAt(pairs, weights).scores);

const lossOf = ({ weights }: Pairs, scores: Float64Array): number => {
  let loss = 0;
  for (let pair = 0; pair < scores.length; pair++) loss += weights[pair]! * softplus(-scores[pair]!);
  return loss;
};

/** log(1 + eˣ) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** First derivatives by weight, and by pair how much it adds to the second ones, without c. */
const slopes = (
  pairs: Pairs,
  { weights, scores }: Point,
  c: number,
): { gradient: Float64Array; curvatures: Float64Array } => {
  const curvatures = new Float64Array(scores.length);
  const pulls = new Float64Array(scores.length);
  for (let pair = 0; pair < scores.length; pair++) {
    const missed = 1 / (1 + Math.exp(scores[pair]!));
    pulls[pair] = -(c * pairs.weights[pair]! * missed);
    curvatures[pair] = pairs.weights[pair]! * missed * (1 - missed);
  }
  const gradient = weights.slice();
  addScaled(gradient, pairs.differences, pulls);
  return { gradient, curvatures };
};
