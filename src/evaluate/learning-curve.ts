/** How much more there is to gain from more labels. */
import { createRandom } from '../random.ts';
import { assignFolds } from './folds.ts';
import { canonical, type LabelledPool, type LabelledSet } from './labelled-pool.ts';
import { judge, type OutOfFold } from './ladder.ts';
import { contextOf, gainOver, type LearnOptions, pointsOf } from './learn.ts';
import { type Parted, performAll } from './parted.ts';
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

/** A share of the dialogues outside of a fold. */
export interface CurvePart {
  readonly share: number;
  readonly fold: number;
}

/** What a share taught. */
export interface Taught {
  /** Number of dialogues. */
  readonly dialogues: number;
  /** By rung: scores of the dialogues of the fold, 0 for the others; none where there were too few to learn from. */
  readonly scores: readonly OutOfFold[];
}

/**
 * Every dialogue is judged out of fold by rungs taught with a share of the other folds, whole groups in a random order, a smaller
 * share being part of a larger one. What a rung settles for itself is settled for each share: a smaller one knows no better.
 * O(5 · folds) fits a rung.
 */
export const learningCurve = (
  labelled: LabelledSet,
  ladder: readonly Rung[],
  options: Pick<LearnOptions, 'folds' | 'seed' | 'threshold'>,
): CurvePoint[] => performAll(drawingCurve(labelled, ladder, options));

/** The same in parts. */
export const drawingCurve = (
  labelled: LabelledSet,
  ladder: readonly Rung[],
  options: Pick<LearnOptions, 'folds' | 'seed' | 'threshold'>,
): Parted<CurvePart, Taught, CurvePoint[]> => {
  const set = canonical(labelled);
  const context = contextOf(set, options);
  const foldOf = assignFolds(set.pools, options.folds, options.seed, 'curve');
  const folds = [...new Set(foldOf)];
  const order = set.pools.map(({ group }) => createRandom(options.seed, 'curve', group).next());
  return {
    parts: shares.toReversed().flatMap((share) => folds.map((fold) => ({ share, fold }))),
    perform: ({ share, fold }) => {
      const training = prefix(set.pools, (item) => foldOf[item] !== fold, order, share);
      const isHeld = (item: number): boolean => foldOf[item] === fold;
      return {
        dialogues: training.length,
        scores: training.length < fewest ? [] : judge(ladder, training, set.pools, isHeld, context),
      };
    },
    conclude: (done) =>
      shares.flatMap((_, place) => {
        const first = (shares.length - 1 - place) * folds.length;
        const taught = done.slice(first, first + folds.length);
        if (taught.some(({ scores }) => scores.length === 0)) return [];
        const scores = ladder.map((_, rung) => sumOf(taught.map((each) => each.scores[rung]!)));
        const rungs = ladder.map(({ name }, rung) => ({
          rung: name,
          score: pointsOf(scores[rung]!),
          gain: gainOver(scores[0]!, scores[rung]!, set.pools, options.seed),
        }));
        const dialogues = taught.reduce((sum, each) => sum + each.dialogues / folds.length, 0);
        return [{ dialogues: Math.round(dialogues), rungs }];
      }),
  };
};

/** Each dialogue has its score in one of them. */
const sumOf = (scores: readonly OutOfFold[]): OutOfFold => {
  const sum = new Float64Array(scores[0]!.length);
  for (const own of scores) for (let item = 0; item < sum.length; item++) sum[item]! += own[item]!;
  return sum;
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
