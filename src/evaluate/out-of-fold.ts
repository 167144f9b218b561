/** Scores of labelled candidates by a second stage that never saw their dialogues: what pairs are mined from. */
import { assignFolds } from './folds.ts';
import { canonical, type LabelledSet } from './labelled-pool.ts';
import { contextOf, type LearnOptions } from './learn.ts';
import type { Rung } from './rungs/define.ts';

/** Score of one candidate; comparable within its dialogue only. */
export interface CandidateScore {
  /** Id. */
  readonly system: string;
  /** Rank within the system's candidates. */
  readonly candidate: number;
  /** Higher is better; NaN where the rung gives none: no text or, under `pairwise+mbr`, gated. */
  readonly score: number;
}

/**
 * Dialogue id → scores of all its candidates, by system id, then rank. Each dialogue is scored by `rung` fitted on the folds that
 * hold neither it nor its near-duplicates. The order of the set changes nothing. O(folds) fits.
 */
export const outOfFoldScores = (
  labelled: LabelledSet,
  rung: Rung,
  options: Pick<LearnOptions, 'folds' | 'seed' | 'threshold'>,
): ReadonlyMap<string, readonly CandidateScore[]> => {
  const set = canonical(labelled);
  const context = contextOf(set, options);
  const foldOf = assignFolds(set.pools, options.folds, options.seed, 'out-of-fold');
  const found = new Map<string, readonly CandidateScore[]>();
  for (const fold of new Set(foldOf)) {
    const training = set.pools.filter((_, item) => foldOf[item] !== fold);
    const fitted = rung.fit(training, context);
    for (const [item, pool] of set.pools.entries()) {
      if (foldOf[item] !== fold) continue;
      const scores = fitted.scores(pool);
      found.set(
        pool.id,
        Array.from(pool.rows, (system, row) => ({
          system: set.systems[system]!,
          candidate: pool.ranks[row]!,
          score: scores[row]!,
        })),
      );
    }
  }
  return found;
};
