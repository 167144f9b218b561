/** Words of labelled dialogues as numbers: learning counts them hundreds of times. */
import { type ByKind, type Said, spell } from '../rerank/features/wording.ts';
import type { Tokens } from '../types.ts';
import type { LabelledPool, LabelledSet, ReferenceUse } from './labelled-pool.ts';

/** A labelled pool as a thread tells it, what is said still in words. */
export interface SpelledPool extends LabelledPool {
  readonly said: ByKind<Said<readonly string[]>>;
}

/** What was said in a single dialogue tells nothing of others, and is most of what there is. */
export const leastDialogues = 2;

/** Numbers words and pairs in the order in which they come; what is learned does not depend on it. */
export const createVocabulary = () => {
  const numbers = new Map<string, number>();
  const grams: string[] = [];
  const number = (gram: string): number => {
    const known = numbers.get(gram);
    if (known !== undefined) return known;
    numbers.set(gram, grams.length);
    return grams.push(gram) - 1;
  };
  const numbered = (said: Said<readonly string[]>): Said<Int32Array> => ({
    ...said,
    grams: Int32Array.from(said.grams, number),
  });
  return {
    /** A pool with its words as numbers. */
    number: ({ said, ...pool }: SpelledPool): LabelledPool => ({
      ...pool,
      wording: { words: numbered(said.words), pairs: numbered(said.pairs) },
    }),
    /** All pools, numbered by what at least two of them say; the rest is −1. */
    known: (pools: readonly LabelledPool[]): Required<Pick<LabelledSet, 'pools' | 'vocabulary'>> => {
      const dialogues = new Int32Array(grams.length);
      for (const { wording } of pools)
        for (const said of wording ? [wording.words, wording.pairs] : [])
          for (const gram of said.grams) dialogues[gram]! += 1;
      const vocabulary = grams.filter((_, gram) => dialogues[gram]! >= leastDialogues);
      const renumbered = new Int32Array(grams.length).fill(-1);
      for (const [place, gram] of vocabulary.entries()) renumbered[numbers.get(gram)!] = place;
      const renumber = (said: Said<Int32Array>): Said<Int32Array> => ({
        ...said,
        grams: said.grams.map((gram) => renumbered[gram]!),
      });
      return {
        vocabulary,
        pools: pools.map(({ wording, ...pool }) =>
          wording
            ? { ...pool, wording: { words: renumber(wording.words), pairs: renumber(wording.pairs) } }
            : pool,
        ),
      };
    },
  };
};

/** What the references of a dialogue, at least one, say of what its candidates say. */
export const referenceUse = (
  { grams }: Said<readonly string[]>,
  references: readonly Tokens[],
  kind: keyof ByKind<unknown>,
): ReferenceUse => {
  const told = references.map((reference) => new Set(spell(reference)[kind]));
  return {
    share: Float64Array.from(
      grams,
      (gram) => told.filter((reference) => reference.has(gram)).length / told.length,
    ),
    length: told.reduce((sum, { size }) => sum + size, 0) / told.length,
  };
};
