import { assignFolds } from './folds.ts';
import { canonical, type LabelledSet } from './labelled-pool.ts';
import { judge, type OutOfFold, tune } from './ladder.ts';
import { contextOf, type LearnOptions } from './learn.ts';
import { type Parted, performAll } from './parted.ts';
import type { Rung } from './rungs/define.ts';

/** A rung judged out of fold. */
export interface JudgedRung {
  /** In the order of ids. */
  readonly scores: OutOfFold;
  /** Fold → strength of regularisation that the other folds settled on; undefined where the rung has none. */
  readonly strengths: readonly (number | undefined)[];
}

/** A rung judged on one fold: scores of its dialogues, 0 for the others. */
export interface JudgedFold {
  readonly scores: OutOfFold;
  readonly strength: number | undefined;
}

type JudgeOptions = Pick<LearnOptions, 'folds' | 'seed' | 'threshold'>;

/** Judges every dialogue by `rung` fitted on the folds that do not hold it. With `strengths`, by fold, none is settled anew. */
export const judgeRung = (
  labelled: LabelledSet,
  rung: Rung,
  options: JudgeOptions,
  strengths: JudgedRung['strengths'] = [],
): JudgedRung => performAll(judging(labelled, rung, options, strengths));

/** The same in parts, one a fold. */
export const judging = (
  labelled: LabelledSet,
  rung: Rung,
  options: JudgeOptions,
  strengths: JudgedRung['strengths'] = [],
): Parted<number, JudgedFold, JudgedRung> => {
  const set = canonical(labelled);
  const context = contextOf(set, options);
  const foldOf = assignFolds(set.pools, options.folds, options.seed, 'rung');
  const folds = [...new Set(foldOf)].sort((a, b) => a - b);
  return {
    parts: folds,
    perform: (fold) => {
      const training = set.pools.filter((_, item) => foldOf[item] !== fold);
      const strength = strengths[fold];
      const tuned = tune([rung], training, strength === undefined ? context : { ...context, strength });
      const [scores] = judge([rung], training, set.pools, (item) => foldOf[item] === fold, tuned);
      return { scores: scores!, strength: tuned.strength };
    },
    conclude: (done) => ({
      scores: Float64Array.from(foldOf, (fold, item) => done[folds.indexOf(fold)]!.scores[item]!),
      strengths: done.map(({ strength }) => strength),
    }),
  };
};
