/** How references are worded: learned by counting, so that every fold can have its own. */
import {
  type ByKind,
  chanceOf,
  type Lexicon,
  type SayingOdds,
  sayingOdds,
  type Usage,
} from '../rerank/features/wording.ts';
import type { LabelledPool } from './labelled-pool.ts';
import { leastDialogues } from './vocabulary.ts';

/**
 * Dialogues of the mean rate that every word is taken to have been in beside those where it was. Of 1, 2, 4, 8 and 16 this one
 * foretold the words of held-out references best, or as good as, in Korean morphemes with one reference and with two.
 */
const mass = 4;

/**
 * Counts where references say what candidates say. A word that was seen in `used` dialogues and said by `kept` of their
 * references, `expected` by where it stood and who said it, has the odds ratio (kept + 4m) / (expected + 4m) ·
 * (used − expected + 4(1 − m)) / (used − kept + 4(1 − m)), m being the mean rate. `size` is that of the vocabulary. Undefined where no
 * words are held. O(words + size).
 */
export const fitLexicon = (
  pools: readonly LabelledPool[],
  size: number,
  sayings: ByKind<SayingOdds> | undefined,
): Lexicon | undefined => {
  if (!sayings) return undefined;
  const odds = new Float64Array(size).fill(1);
  const usageOf = (kind: keyof ByKind<unknown>): Usage => ({
    ...sayings[kind],
    length: learn(pools, kind, sayings[kind], odds),
  });
  return { odds, words: usageOf('words'), pairs: usageOf('pairs') };
};

/** Writes the odds of all that candidates say; returns the mean number of distinct ones in a reference. */
const learn = (
  pools: readonly LabelledPool[],
  kind: keyof ByKind<unknown>,
  sayings: SayingOdds,
  odds: Float64Array,
): number => {
  // Used, kept and expected of a gram side by side: they are wanted together, in no order.
  const counts = new Float64Array(3 * odds.length);
  let [met, hits, lengths, dialogues] = [0, 0, 0, 0];
  for (const pool of pools) {
    if (!pool.wording || !pool.usage) continue;
    const said = pool.wording[kind];
    const { share, length } = pool.usage[kind];
    const foretold = sayingOdds(pool, said, sayings);
    for (let place = 0; place < share.length; place++) {
      hits += share[place]!;
      const at = 3 * said.grams[place]!;
      if (at < 0) continue;
      counts[at]! += 1;
      counts[at + 1]! += share[place]!;
      counts[at + 2]! += chanceOf(foretold[place]!);
    }
    met += share.length;
    lengths += length;
    dialogues += 1;
  }
  // Kept off 0 and 1, where odds have no meaning.
  const mean = Math.min(Math.max(hits, 0.5), Math.max(1, met) - 0.5) / Math.max(1, met);
  for (let gram = 0; gram < odds.length; gram++) {
    const used = counts[3 * gram]!;
    if (used < leastDialogues) continue;
    const [kept, expected] = [counts[3 * gram + 1]!, counts[3 * gram + 2]!];
    const more = (kept + mass * mean) / (expected + mass * mean);
    const less = (used - expected + mass * (1 - mean)) / (used - kept + mass * (1 - mean));
    odds[gram] = more * less;
  }
  return lengths / Math.max(1, dialogues);
};
