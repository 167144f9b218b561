/** Fits the pairwise second stage on labelled dialogues. */
import type { FittedSystems } from '../rerank/features/define.ts';
import { fittedValues } from '../rerank/features/index.ts';
import type { Lexicon } from '../rerank/features/wording.ts';
import { centreColumns, createSpread } from '../rerank/learned/centre.ts';
import type { FeatureMatrix } from '../rerank/learned/matrix.ts';
import { unitWeight } from '../rerank/learned/model.ts';
import {
  logisticPath,
  type Pairs,
  pairwiseLoss,
  type Solution,
} from '../rerank/learners/pairwise-logistic.ts';
import { skillWeights } from '../rerank/votes.ts';
import { assignFolds } from './folds.ts';
import { interceptFeature, interceptSpread, partIntercepts } from './intercepts.ts';
import type { LabelledPool } from './labelled-pool.ts';
import { fitLexicon } from './lexicon.ts';
import { type TaughtPair, taughtPairs } from './pairs.ts';
import type { RungContext } from './rungs/define.ts';
import { fitSayings } from './sayings.ts';
import { fitSkills } from './skills.ts';
import { standingOf } from './standing.ts';

/** A fitted pairwise model. */
export interface PairwiseFit {
  /** In the order of `RungContext.features`. */
  readonly weights: Float64Array;
  /** What each feature is divided by, in the same order. */
  readonly scales: Float64Array;
  /** Mean labelled score by system, NaN where unknown. */
  readonly skills: Float64Array;
  /** What each system is worth beside its features, in units of the score. */
  readonly intercepts: Float64Array;
  /** How references are worded; undefined where words are not held. */
  readonly lexicon: Lexicon | undefined;
  /** Inverse strength of regularisation that was used. */
  readonly c: number;
  /** Pairs that it was taught with. */
  readonly pairs: number;
  /** By row, higher is better; NaN for rows without text. */
  scores(pool: LabelledPool): Float64Array;
}

/** Pairs beyond this many add time and little else: many dialogues give fewer pairs each. */
const mostPairs = 10_000;

/** Folds in which a training dialogue's own labels are kept out of the skills and the lexicon that its features tell. */
const knowledgeFolds = 5;

/** Strengths to choose from, the most cautious first. */
const strengths = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1];

/** Folds in which they are tried. */
const strengthFolds = 3;

/** Slope at which they are compared: what is left moves losses by about a millionth, and their best by nothing. */
const comparable = 1e-6;

/** A fit with what others need of it. */
interface Fitted extends PairwiseFit {
  /** Where fits of parts of its pools may begin. */
  readonly solution: Solution;
  /** What was settled for it; it settled the rest itself. */
  readonly asked: Pick<RungContext, 'strength' | 'sayings'>;
}

const fits = new WeakMap<readonly LabelledPool[], Fitted>();

/** Fits on `pools`; asked twice for the same list it answers once, since two rungs rest on the same fit. */
export const fitPairwise = (pools: readonly LabelledPool[], context: RungContext): PairwiseFit =>
  fitOnce(pools, context);

const fitOnce = (pools: readonly LabelledPool[], context: RungContext): Fitted => {
  const known = fits.get(pools);
  const { strength, sayings } = known?.asked ?? {};
  if (known && strength === context.strength && sayings === context.sayings) return known;
  const fit = fitAnew(pools, context);
  fits.set(pools, fit);
  return fit;
};

/** A context in which what a fit would settle for itself is settled, once for all fits to parts of `pools`. */
export const settle = (
  pools: readonly LabelledPool[],
  context: RungContext,
): RungContext & { readonly strength: number } => {
  const sayings = context.sayings ?? fitSayings(pools, context.systems.length);
  const told = { ...context, sayings };
  return { ...told, strength: context.strength ?? chooseStrength(pools, told) };
};

/**
 * The strength that orders pairs of other dialogues best: how far features may be trusted depends on how many dialogues there are
 * and on how alike they are, which no rule of thumb knows. It is judged by its loss on pairs, which is far less noisy than the
 * score of the candidates that it would select. O(folds · strengths) fits.
 */
const chooseStrength = (pools: readonly LabelledPool[], context: RungContext): number => {
  const { pairs, items } = teach(pools, context);
  const foldOf = assignFolds(pools, strengthFolds, context.seed, 'strength');
  const losses = strengths.map(() => 0);
  for (const fold of new Set(foldOf)) {
    const training = pairsWhere(pairs, (pair) => foldOf[items[pair]!] !== fold);
    const others = pairsWhere(pairs, (pair) => foldOf[items[pair]!] === fold);
    const fit = logisticPath(training, { tolerance: comparable });
    for (const [place, c] of strengths.entries()) losses[place]! += pairwiseLoss(others, fit(c).weights);
  }
  return strengths[losses.indexOf(Math.min(...losses))]!;
};

const pairsWhere = ({ differences, weights, features }: Pairs, keep: (pair: number) => boolean): Pairs => {
  const kept = [...weights.keys()].filter(keep);
  const own = new Float64Array(kept.length * features);
  for (const [place, pair] of kept.entries())
    own.set(differences.subarray(pair * features, (pair + 1) * features), place * features);
  return { differences: own, weights: Float64Array.from(kept, (pair) => weights[pair]!), features };
};

const fitAnew = (pools: readonly LabelledPool[], asked: RungContext): Fitted => {
  const context = settle(pools, asked);
  const { strength: c, whole } = context;
  const known = knowledgeOf(pools, context);
  const { skills, lexicon } = known;
  const { pairs, scales: allScales } = teach(pools, context);
  const start = whole && whole !== pools ? fitOnce(whole, context).solution : undefined;
  const solution = logisticPath(pairs, { start })(c);
  const { weights, scales, intercepts } = partIntercepts(
    solution.weights,
    allScales,
    context.features.length,
  );
  const place = context.features.indexOf(interceptFeature);
  weights[place] = scales[place] = interceptSpread(pools, intercepts);
  const perUnit = weights.map((weight, feature) => unitWeight({ weight, scale: scales[feature]! }));
  return {
    weights,
    scales,
    skills,
    intercepts,
    lexicon,
    c,
    pairs: pairs.weights.length,
    scores: scoresUnder(perUnit, { ...known, intercepts }, context),
    solution,
    asked,
  };
};

/** Scores by `weights`, one a unit of each feature; of each dialogue once, since two rungs ask for the same. */
const scoresUnder = (
  weights: Float64Array,
  fitted: FittedSystems,
  context: RungContext,
): PairwiseFit['scores'] => {
  const known = new WeakMap<LabelledPool, Float64Array>();
  return (pool) => {
    const found = known.get(pool);
    if (found) return found;
    const { statics } = standingOf(pool, context.systems.length);
    const own = fittedFeatures(pool, context, fitted);
    const scores = new Float64Array(statics.rows);
    for (let row = 0; row < statics.rows; row++) {
      let sum = 0;
      for (let place = 0, at = row * statics.width; place < statics.width; place++, at++)
        sum += weights[place]! * statics.values[at]!;
      for (let place = 0, at = row * own.width; place < own.width; place++, at++)
        sum += weights[statics.width + place]! * own.values[at]!;
      scores[row] = pool.hypothesisOf[row]! < 0 ? Number.NaN : sum;
    }
    known.set(pool, scores);
    return scores;
  };
};

/** Centred features of a dialogue that depend on what a fit knows of the systems. */
const fittedFeatures = (
  pool: LabelledPool,
  { clusterOf, systems }: Pick<RungContext, 'clusterOf' | 'systems'>,
  fitted: FittedSystems,
): FeatureMatrix =>
  centreColumns(
    pool.rows.length,
    fittedValues({ ...pool, clusterOf }, fitted),
    standingOf(pool, systems.length).open,
  );

interface Taught {
  readonly pairs: Pairs;
  /** Pair → place of its dialogue. */
  readonly items: Int32Array;
  readonly scales: Float64Array;
}

/** What pairs were last made of a list of dialogues; the strength is settled on the same ones as the weights. */
const lessons = new WeakMap<
  readonly LabelledPool[],
  { readonly sayings: RungContext['sayings']; readonly taught: Taught }
>();

const teach = (pools: readonly LabelledPool[], context: RungContext): Taught => {
  const known = lessons.get(pools);
  if (known && known.sayings === context.sayings) return known.taught;
  const taught = teachAnew(pools, context);
  lessons.set(pools, { sayings: context.sayings, taught });
  return taught;
};

/**
 * Differences of scaled features and indicators of systems for all pairs. A pair counts by its gap and by how far both systems may
 * win, the weights of their votes: the model has to tell the best from the nearly best, and what sets a baseline apart from them is
 * mostly learned from how much worse it is. Weights are divided by their mean, so that the scale of gold changes nothing.
 */
const teachAnew = (pools: readonly LabelledPool[], context: RungContext): Taught => {
  const systems = context.systems.length;
  const features = context.features.length + systems;
  const intercepts = new Float64Array(systems);
  const limit = Math.max(1, Math.floor(mostPairs / pools.length));
  const chosen = pools.map((pool) => pairsOf(pool, context.seed).slice(0, limit));
  const total = chosen.reduce((sum, { length }) => sum + length, 0);
  const differences = new Float64Array(total * features);
  const weights = new Float64Array(total);
  const items = new Int32Array(total);
  const knownFor = heldOutKnowledge(pools, context);
  const spread = createSpread(features);
  let pair = 0;
  for (const [item, pool] of pools.entries()) {
    const { votes, ...known } = knownFor(item);
    const standing = standingOf(pool, systems);
    const fitted = fittedFeatures(pool, context, { ...known, intercepts });
    const matrices = [standing.statics, fitted, standing.indicators];
    spread.add(matrices, standing.open);
    for (const { better, worse, gap } of chosen[item]!) {
      let at = pair * features;
      for (const { width, values } of matrices)
        for (let feature = 0, a = better * width, b = worse * width; feature < width; feature++, at++)
          differences[at] = values[a + feature]! - values[b + feature]!;
      weights[pair] = gap * votes[pool.rows[better]!]! * votes[pool.rows[worse]!]!;
      items[pair] = item;
      pair += 1;
    }
  }
  const scales = spread.deviations();
  scaleRows(differences, scales);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, total);
  return {
    items,
    scales,
    pairs: { differences, weights: weights.map((weight) => weight / mean), features },
  };
};

/** Divides every column of `values` by its scale; what never differs is 0. */
const scaleRows = (values: Float64Array, scales: Float64Array): void => {
  for (let start = 0; start < values.length; start += scales.length)
    for (let feature = 0; feature < scales.length; feature++) {
      const scale = scales[feature]!;
      values[start + feature] = scale > 0 ? values[start + feature]! / scale : 0;
    }
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

type Knowledge = Pick<FittedSystems, 'skills' | 'lexicon'>;

/** What labelled dialogues say of systems and words. */
const knowledgeOf = (
  pools: readonly LabelledPool[],
  { systems, vocabulary = [], sayings }: RungContext,
): Knowledge => ({
  skills: fitSkills(pools, systems.length),
  lexicon: fitLexicon(pools, vocabulary.length, sayings),
});

/** Dialogue → knowledge, and weights of votes, as the other folds tell it: features of a training dialogue must not hold its own labels. */
const heldOutKnowledge = (
  pools: readonly LabelledPool[],
  context: RungContext,
): ((item: number) => Knowledge & { readonly votes: Float64Array }) => {
  const foldOf = assignFolds(pools, knowledgeFolds, context.seed, 'skills');
  const byFold = Array.from({ length: Math.max(...foldOf, 0) + 1 }, (_, fold) => {
    const known = knowledgeOf(
      pools.filter((_, item) => foldOf[item] !== fold),
      context,
    );
    return { ...known, votes: skillWeights(known.skills) };
  });
  return (item) => byFold[foldOf[item]!]!;
};
