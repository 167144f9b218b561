/** Fits the pairwise second stage on labelled dialogues. */
import type { FittedSystems } from '../rerank/features/define.ts';
import { centre, createSpread } from '../rerank/learned/centre.ts';
import { type FeatureMatrix, withFitted } from '../rerank/learned/matrix.ts';
import { scoreRows, unitWeight } from '../rerank/learned/model.ts';
import { fitPairwiseLogistic, type Pairs } from '../rerank/learners/pairwise-logistic.ts';
import { assignFolds } from './folds.ts';
import { contenders, type LabelledPool } from './labelled-pool.ts';
import { type TaughtPair, taughtPairs } from './pairs.ts';
import type { RungContext } from './rungs/define.ts';
import { fitSkills } from './skills.ts';

/** A fitted pairwise model. */
export interface PairwiseFit {
  /** In the order of `RungContext.features`. */
  readonly weights: Float64Array;
  /** What each feature is divided by, in the same order. */
  readonly scales: Float64Array;
  /** Mean labelled score by system, NaN where unknown. */
  readonly skills: Float64Array;
  /** Inverse strength of regularisation that was used. */
  readonly c: number;
  /** Pairs that it was taught with. */
  readonly pairs: number;
  /** By row, higher is better; NaN for rows without text. */
  scores(pool: LabelledPool): Float64Array;
}

/** Pairs beyond this many add time and little else: many dialogues give fewer pairs each. */
const mostPairs = 10_000;

/** Folds in which a training dialogue's own labels are kept out of the skills that its features tell. */
const skillFolds = 5;

/** Regularisation by sample size: the fewer dialogues, the closer the weights stay to 0. */
export const strengthFor = (dialogues: number): number => Math.min(0.01, Math.max(0.001, dialogues / 40_000));

const fits = new WeakMap<readonly LabelledPool[], PairwiseFit>();

/** Fits on `pools`; asked twice for the same list it answers once, since two rungs rest on the same fit. */
export const fitPairwise = (pools: readonly LabelledPool[], context: RungContext): PairwiseFit => {
  const known = fits.get(pools);
  if (known) return known;
  const fit = fitAnew(pools, context);
  fits.set(pools, fit);
  return fit;
};

const fitAnew = (pools: readonly LabelledPool[], context: RungContext): PairwiseFit => {
  const skills = fitSkills(pools, context.systems.length);
  const { pairs, scales } = teach(pools, context);
  const c = strengthFor(pools.length);
  const weights = fitPairwiseLogistic(pairs, { c });
  const perUnit = weights.map((weight, feature) => unitWeight({ weight, scale: scales[feature]! }));
  return {
    weights,
    scales,
    skills,
    c,
    pairs: pairs.weights.length,
    scores: (pool) => {
      const scores = scoreRows(centredFeatures(pool, context, { skills }), perUnit);
      return scores.map((score, row) => (pool.hypothesisOf[row]! < 0 ? Number.NaN : score));
    },
  };
};

/** Centred features of a dialogue under what a fit knows of the systems. */
const centredFeatures = (
  pool: LabelledPool,
  { clusterOf }: Pick<RungContext, 'clusterOf'>,
  fitted: FittedSystems,
): FeatureMatrix => centre(withFitted(pool.statics, { ...pool, clusterOf }, fitted), contenders(pool));

/** Differences of scaled features for all pairs; weights are gaps over their mean, so that the scale of gold changes nothing. */
const teach = (
  pools: readonly LabelledPool[],
  context: RungContext,
): { readonly pairs: Pairs; readonly scales: Float64Array } => {
  const features = context.features.length;
  const limit = Math.max(1, Math.floor(mostPairs / pools.length));
  const chosen = pools.map((pool) => pairsOf(pool, context.seed).slice(0, limit));
  const total = chosen.reduce((sum, { length }) => sum + length, 0);
  const differences = new Float64Array(total * features);
  const weights = new Float64Array(total);
  const skillsFor = heldOutSkills(pools, context);
  const spread = createSpread(features);
  let pair = 0;
  for (const [item, pool] of pools.entries()) {
    const matrix = centredFeatures(pool, context, { skills: skillsFor(item) });
    spread.add(matrix, contenders(pool));
    for (const { better, worse, gap } of chosen[item]!) {
      const [a, b, at] = [better * features, worse * features, pair * features];
      for (let feature = 0; feature < features; feature++)
        differences[at + feature] = matrix.values[a + feature]! - matrix.values[b + feature]!;
      weights[pair] = gap;
      pair += 1;
    }
  }
  const scales = spread.deviations();
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, total);
  return {
    scales,
    pairs: {
      differences: differences.map((difference, at) => {
        const scale = scales[at % features]!;
        return scale > 0 ? difference / scale : 0;
      }),
      weights: weights.map((weight) => weight / mean),
      features,
    },
  };
};

const drawn = new WeakMap<LabelledPool, { readonly seed: number; readonly pairs: readonly TaughtPair[] }>();

/** Pairs of a dialogue, drawn once: every fold that trains on it uses the same. */
const pairsOf = (pool: LabelledPool, seed: number): readonly TaughtPair[] => {
  const known = drawn.get(pool);
  if (known?.seed === seed) return known.pairs;
  const pairs = taughtPairs(pool, seed);
  drawn.set(pool, { seed, pairs });
  return pairs;
};

/** Dialogue → skills as the other folds tell them: features of a training dialogue must not hold its own labels. */
const heldOutSkills = (
  pools: readonly LabelledPool[],
  { systems, seed }: RungContext,
): ((item: number) => Float64Array) => {
  const foldOf = assignFolds(pools, skillFolds, seed, 'skills');
  const byFold = Array.from({ length: Math.max(...foldOf, 0) + 1 }, (_, fold) =>
    fitSkills(
      pools.filter((_, item) => foldOf[item] !== fold),
      systems.length,
    ),
  );
  return (item) => byFold[foldOf[item]!]!;
};
