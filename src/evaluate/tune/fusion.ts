/** Weights of fusion, searched on labelled dialogues and judged on dialogues that the search did not see. */
import type { FusionMethod } from '../../ensemble/fuse.ts';
import { assignFolds } from '../folds.ts';
import { canonical, type LabelledPool, type LabelledSet } from '../labelled-pool.ts';
import { choose, type OutOfFold } from '../ladder.ts';
import { contextOf, gainOver, type LearnOptions, pointsOf, requireLabels } from '../learn.ts';
import type { RungContext } from '../rungs/define.ts';
import { type FusedPool, fusedPool, goldUnder } from './fused-pool.ts';
import { type FittedColumns, type FusionSource, fitColumns } from './fusion-columns.ts';
import { latticeSize, nearestPoint, type Point, searchSimplex } from './simplex.ts';

/** How scores are fused. */
export interface Fusion {
  readonly method: FusionMethod;
  /** By column; they sum to 1. */
  readonly weights: Readonly<Record<string, number>>;
}

export interface FusionOptions extends Pick<LearnOptions, 'folds' | 'repeats' | 'seed' | 'threshold'> {
  readonly source: FusionSource;
  /** What the config says: kept unless the search is better by more than one standard error. */
  readonly configured: Fusion;
  readonly methods: readonly FusionMethod[];
}

type Gain = ReturnType<typeof gainOver>;

export interface TunedFusion {
  readonly dialogues: number;
  readonly columns: readonly string[];
  readonly configured: Fusion & { readonly score: number };
  /** What the search found on all dialogues; its score and gain are those of searching on training folds. */
  readonly found: Fusion & { readonly score: number; readonly gain: Gain };
  /** Either of the two. */
  readonly chosen: Fusion;
  readonly keeps: boolean;
  /** Choosing between the two on training folds, judged on the others: points over the configured fusion. */
  readonly auto: { readonly score: number; readonly gain: Gain };
  readonly claims_gain: boolean;
  /** Of all folds and repeats, how many training sets left the configured fusion. */
  readonly left_in: number;
  readonly training_sets: number;
  /** Each column alone under the configured method. */
  readonly alone: readonly { readonly column: string; readonly score: number; readonly gain: Gain }[];
  readonly search: Search;
}

/** The last search, on all dialogues. */
export interface Search {
  /** Points of the lattice judged under the method that won, of all. */
  readonly judged: number;
  readonly points: number;
  /** Beside judging all of them, in candidates scored. */
  readonly cost: number;
  /** All that was tried, in that order. */
  readonly tried: readonly TriedFusion[];
}

/** Weights under a method, by column; the score in points is that of the dialogues searched on, and so too high. */
export interface TriedFusion {
  readonly method: FusionMethod;
  readonly weights: readonly number[];
  readonly score: number;
}

/** Weights are told in tenths. */
export const weightSteps = 10;
/** Of the cost of scoring every candidate under every point of the lattice. */
const costShare = 0.25;
/** Lattices of many columns have more points than dialogues could tell apart. */
const mostJudged = 300;
/** Small lattices are judged whole. */
const alwaysJudged = 12;
/** The choice between found and configured is made on thirds of a training set, as the ladder's is. */
const thirds = { folds: 3, repeats: 3 };

/** Searches, judges, chooses. The order of systems, candidates and dialogues changes nothing. */
export const tuneFusion = (labelled: LabelledSet, options: FusionOptions): TunedFusion => {
  const set = canonical(labelled);
  const { pools } = set;
  requireLabels(set);
  const context = contextOf(set, options);
  const { configured, folds, repeats, seed, source } = options;
  const scores = Array.from({ length: 3 + source.names.length }, () => new Float64Array(pools.length));
  const [fixed, searched, auto, ...alone] = scores as [OutOfFold, OutOfFold, OutOfFold, ...OutOfFold[]];
  let left = 0;
  let sets = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const foldOf = assignFolds(pools, folds, seed, repeat);
    for (const fold of new Set(foldOf)) {
      const training = pools.filter((_, item) => foldOf[item] !== fold);
      const bench = createBench(training, options, context);
      const found = bench.search(training);
      const leaves = bench.leaves(training, repeat, fold);
      sets += 1;
      if (leaves) left += 1;
      for (const [item, pool] of pools.entries()) {
        if (foldOf[item] !== fold) continue;
        const own = bench.gold(pool, found);
        const before = bench.gold(pool, configured);
        fixed[item]! += before / repeats;
        searched[item]! += own / repeats;
        auto[item]! += (leaves ? own : before) / repeats;
        for (const [column, name] of source.names.entries())
          alone[column]![item]! +=
            bench.gold(pool, { method: configured.method, weights: { [name]: 1 } }) / repeats;
      }
    }
  }
  const bench = createBench(pools, options, context);
  const found = bench.search(pools);
  // a search that did not help on other dialogues is not believed, however well it did on thirds of these
  const leaves = bench.leaves(pools) && choose([fixed, searched], pools) === 1;
  const judge = (own: OutOfFold) => ({ score: pointsOf(own), gain: gainOver(fixed, own, pools, seed) });
  const judged = judge(auto);
  return {
    dialogues: pools.length,
    columns: source.names,
    configured: { ...configured, score: pointsOf(fixed) },
    found: { method: found.method, weights: found.weights, ...judge(searched) },
    chosen: leaves ? { method: found.method, weights: found.weights } : configured,
    keeps: !leaves,
    auto: judged,
    claims_gain: leaves && judged.gain.low > 0,
    left_in: left,
    training_sets: sets,
    alone: source.names.map((column, place) => ({ column, ...judge(alone[place]!) })),
    search: found.search,
  };
};

/** Judges fusions with the columns of one training set. */
interface Bench {
  gold(pool: LabelledPool, fusion: Fusion): number;
  search(pools: readonly LabelledPool[]): FoundFusion;
  /** Whether what is found on two thirds is better on the others by more than one standard error. */
  leaves(pools: readonly LabelledPool[], ...keys: readonly number[]): boolean;
}

export type FoundFusion = Fusion & { readonly search: Search };

const createBench = (
  training: readonly LabelledPool[],
  { source, configured, methods, seed }: FusionOptions,
  context: RungContext,
): Bench => {
  const fitted = fitColumns(source, training, context);
  const preparedOf = preparer(fitted, source.names);
  const gold = (pool: LabelledPool, { method, weights }: Fusion): number =>
    goldUnder(
      preparedOf(pool, method),
      source.names.map((name) => weights[name] ?? 0),
    );
  const search = (pools: readonly LabelledPool[]): FoundFusion =>
    searchFusion(source.names, methods, configured, seed, (method) =>
      pools.map((pool) => preparedOf(pool, method)),
    );
  return {
    gold,
    search,
    leaves: (pools, ...keys) => {
      const [before, own] = [new Float64Array(pools.length), new Float64Array(pools.length)];
      for (let repeat = 0; repeat < thirds.repeats; repeat++) {
        const foldOf = assignFolds(pools, thirds.folds, seed, 'fusion', repeat, ...keys);
        for (const fold of new Set(foldOf)) {
          const found = search(pools.filter((_, item) => foldOf[item] !== fold));
          for (const [item, pool] of pools.entries()) {
            if (foldOf[item] !== fold) continue;
            before[item]! += gold(pool, configured) / thirds.repeats;
            own[item]! += gold(pool, found) / thirds.repeats;
          }
        }
      }
      return choose([before, own], pools) === 1;
    },
  };
};

const preparer = (fitted: FittedColumns, names: readonly string[]) => {
  const prepared = new Map<FusionMethod, Map<LabelledPool, FusedPool>>();
  return (pool: LabelledPool, method: FusionMethod): FusedPool => {
    const ofMethod = prepared.get(method) ?? new Map<LabelledPool, FusedPool>();
    prepared.set(method, ofMethod);
    const found = ofMethod.get(pool) ?? fusedPool(pool, fitted.columns(pool), names, method, fitted.standing);
    ofMethod.set(pool, found);
    return found;
  };
};

/** The best weights under each method, and the best of these; of equal ones the first method's. */
export const searchFusion = (
  names: readonly string[],
  methods: readonly FusionMethod[],
  configured: Fusion,
  seed: number,
  poolsUnder: (method: FusionMethod) => readonly FusedPool[],
): FoundFusion => {
  const columns = names.length;
  const points = latticeSize(columns, weightSteps);
  const start = nearestPoint(
    names.map((name) => configured.weights[name] ?? 0),
    weightSteps,
  );
  let best: { readonly value: number; readonly fusion: Fusion; readonly search: Search } | undefined;
  const tried: TriedFusion[] = [];
  for (const method of methods) {
    const pools = poolsUnder(method);
    const full = points * pools.reduce((sum, { candidates }) => sum + candidates, 0);
    const open = pools.reduce((sum, { rows }) => sum + (rows > 1 ? rows : 0), 0);
    const affordable = Math.floor((costShare * full) / Math.max(1, open));
    const budget = Math.min(points, mostJudged, Math.max(alwaysJudged, affordable));
    const found = searchSimplex({
      columns,
      steps: weightSteps,
      budget,
      start,
      seed,
      judge: (point) => {
        const weights = sharesOf(point);
        return pools.reduce((sum, pool) => sum + goldUnder(pool, weights), 0);
      },
    });
    for (const { point, value } of found.tried)
      tried.push({ method, weights: sharesOf(point), score: (100 * value) / pools.length });
    if (best && found.value <= best.value) continue;
    const shares = sharesOf(found.point);
    const judged = found.tried.length;
    best = {
      value: found.value,
      fusion: { method, weights: Object.fromEntries(names.map((name, column) => [name, shares[column]!])) },
      search: { judged, points, cost: (judged * open) / Math.max(1, full), tried },
    };
  }
  return { ...best!.fusion, search: best!.search };
};

const sharesOf = (point: Point): number[] => point.map((share) => share / weightSteps);
