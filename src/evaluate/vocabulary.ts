/** Words of labelled dialogues as numbers: learning counts them hundreds of times. */
import { type ByKind, type Said, spell } from '../rerank/features/wording.ts';
import type { Tokens } from '../types.ts';
import type { LabelledPool, ReferenceUse } from './labelled-pool.ts';

/** A labelled pool as a thread tells it, what is said still in words. */
export interface SpelledPool extends LabelledPool {
  readonly said: ByKind<Said<readonly string[]>>;
}

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
    /** Number → word, or pair of words with a space between. */
    grams: grams as readonly string[],
    number: ({ said, ...pool }: SpelledPool): LabelledPool => ({
      ...pool,
      wording: { words: numbered(said.words), pairs: numbered(said.pairs) },
    }),
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
