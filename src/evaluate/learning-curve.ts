/** How much more there is to gain from more labels. */
import { createRandom } from '../random.ts';
import { assignFolds } from './folds.ts';
import { canonical, goldOf, type LabelledPool, type LabelledSet } from './labelled-pool.ts';
import { contextOf, gainOver, type LearnOptions, pointsOf } from './learn.ts';
import type { Rung } from './rungs/define.ts';
import type { SecondStage } from './second-stage.ts';

/** What the rungs reach when they are taught with part of the labels. */
export interface CurvePoint {
  /** Mean number of dialogues that were learned from. */
  readonly dialogues: number;
  /** In the order of the ladder; the baseline is the first rung, taught with the same dialogues. */
  readonly rungs: readonly {
    readonly rung: string;
    readonly score: number;
    readonly gain: SecondStage['auto']['gain'];
  }[];
}

/** Shares of the training folds, doubling: what a curve is read by. */
const shares = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1] as const;

/** Fewer dialogues than this teach nothing that is worth a point. */
const fewest = 4;

/**
 * Every dialogue is judged out of fold by rungs taught with a share of the other folds, whole groups in a random order, a smaller
 * share being part of a larger one. O(5 · folds) fits a rung.
 */
export const learningCurve = (
  labelled: LabelledSet,
  ladder: readonly Rung[],
  options: Pick<LearnOptions, 'folds' | 'seed' | 'threshold'>,
): CurvePoint[] => {
  const set = canonical(labelled);
  const context = contextOf(set, options);
  const foldOf = assignFolds(set.pools, options.folds, options.seed, 'curve');
  const folds = [...new Set(foldOf)];
  const order = set.pools.map(({ group }) => createRandom(options.seed, 'curve', group).next());
  return shares.flatMap((share) => {
    const scores = ladder.map(() => new Float64Array(set.pools.length));
    let taught = 0;
    for (const fold of folds) {
      const training = prefix(set.pools, (item) => foldOf[item] !== fold, order, share);
      taught += training.length / folds.length;
      if (training.length < fewest) return [];
      for (const [place, rung] of ladder.entries()) {
        const fitted = rung.fit(training, context);
        for (const [item, pool] of set.pools.entries())
          if (foldOf[item] === fold) scores[place]![item] = goldOf(pool, fitted.select(pool));
      }
    }
    const rungs = ladder.map(({ name }, place) => ({
      rung: name,
      score: pointsOf(scores[place]!),
      gain: gainOver(scores[0]!, scores[place]!, set.pools, options.seed),
    }));
    return [{ dialogues: Math.round(taught), rungs }];
  });
};

/** The first groups, in the order of their draws, that make up a share of the dialogues that may be used. */
const prefix = (
  pools: readonly LabelledPool[],
  usable: (item: number) => boolean,
  order: readonly number[],
  share: number,
): LabelledPool[] => {
  const items = [...pools.keys()].filter(usable).sort((a, b) => order[a]! - order[b]! || a - b);
  const count = Math.round(share * items.length);
  const last = items[count - 1];
  // equal draws are one group: it is in as a whole or not at all
  return last === undefined
    ? []
    : items.filter((item) => order[item]! <= order[last]!).map((item) => pools[item]!);
};
