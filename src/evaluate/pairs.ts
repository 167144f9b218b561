/** Pairs of candidates of one dialogue whose labels differ: what a pairwise learner is taught with. */
import { createRandom } from '../random.ts';
import { contenders, goldOf, type LabelledPool } from './labelled-pool.ts';

/** Two rows of a dialogue. */
export interface TaughtPair {
  readonly better: number;
  readonly worse: number;
  /** Difference of their gold, 0–1. */
  readonly gap: number;
}

/** Labels closer than this say little: two points of ROUGE are within what another reference would change. */
export const smallestGap = 0.02;

/** Pairs a dialogue: enough to see all of its candidates, too few for one dialogue to outvote the others. */
export const pairsPerDialogue = 20;

/**
 * Pairs of rows that may win with gold more than `smallestGap` apart, at most `pairsPerDialogue`, in a random order of their own for
 * each dialogue: a prefix is a fair sample. O(R²).
 */
export const taughtPairs = (pool: LabelledPool, seed: number): readonly TaughtPair[] => {
  const rows = contenders(pool);
  const pairs: TaughtPair[] = [];
  for (const [place, one] of rows.entries()) {
    for (const other of rows.slice(place + 1)) {
      const gap = goldOf(pool, one) - goldOf(pool, other);
      if (Math.abs(gap) <= smallestGap) continue;
      pairs.push(gap > 0 ? { better: one, worse: other, gap } : { better: other, worse: one, gap: -gap });
    }
  }
  const random = createRandom(seed, 'pairs', pool.id);
  const drawn = Math.min(pairsPerDialogue, pairs.length);
  for (let place = 0; place < drawn; place++) {
    const from = place + random.below(pairs.length - place);
    [pairs[place], pairs[from]] = [pairs[from]!, pairs[place]!];
  }
  return pairs.slice(0, drawn);
};
