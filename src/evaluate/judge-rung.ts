import { assignFolds } from './folds.ts';
import { canonical, goldOf, type LabelledSet } from './labelled-pool.ts';
import type { OutOfFold } from './ladder.ts';
import { contextOf, type LearnOptions } from './learn.ts';
import type { Rung } from './rungs/define.ts';

/** Score of every dialogue under `rung` fitted on the folds that do not hold it, in the order of ids. */
export const judgeRung = (
  labelled: LabelledSet,
  rung: Rung,
  options: Pick<LearnOptions, 'folds' | 'seed' | 'threshold'>,
): OutOfFold => {
  const set = canonical(labelled);
  const context = contextOf(set, options);
  const foldOf = assignFolds(set.pools, options.folds, options.seed, 'rung');
  const scores = new Float64Array(set.pools.length);
  for (const fold of new Set(foldOf)) {
    const fitted = rung.fit(
      set.pools.filter((_, item) => foldOf[item] !== fold),
      context,
    );
    for (const [item, pool] of set.pools.entries())
      if (foldOf[item] === fold) scores[item] = goldOf(pool, fitted.select(pool));
  }
  return scores;
};
