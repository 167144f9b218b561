/** Words as numbers, once a pool: groups compare numbers instead of texts. */
import type { Tokens } from '../../types.ts';

/** The n-grams of a pool's texts as ids, in order; equal n-grams have equal ids. */
export interface Grams {
  /** By hypothesis. */
  readonly hypotheses: readonly Int32Array[];
  /** By hypothesis, every id once. */
  readonly distinct: readonly Int32Array[];
  readonly source: Int32Array;
  /** Ids are below it. */
  readonly size: number;
}

export interface PoolGrams {
  readonly words: Grams;
  readonly bigrams: Grams;
  readonly trigrams: Grams;
}

/** The part of a pool that is numbered: tokens of the dialogue, and of each hypothesis. */
interface Tokenised {
  readonly source: { readonly tokens: Tokens };
  readonly tokens: readonly Tokens[];
}

/** Numbers the words, bigrams and trigrams of a pool. O(words). */
export const gramsOf = ({ source, tokens }: Tokenised): PoolGrams => {
  const words = numberWords(source.tokens, tokens);
  const bigrams = longer(words, words);
  return { words, bigrams, trigrams: longer(bigrams, words) };
};

/** Gives every key the next free number, the first time that it is met. */
const createNumbering = <Key>() => {
  const ids = new Map<Key, number>();
  return {
    ids,
    number: (key: Key): number => {
      const known = ids.get(key);
      if (known !== undefined) return known;
      ids.set(key, ids.size);
      return ids.size - 1;
    },
  };
};

const numberWords = (source: Tokens, hypotheses: readonly Tokens[]): Grams => {
  const { ids, number } = createNumbering<string>();
  const own = hypotheses.map((words) => Int32Array.from(words, number));
  const numbered = Int32Array.from(source, number);
  return withDistinct(own, numbered, ids.size);
};

/** Grams longer by one word: each is a gram and the word behind it. */
const longer = (grams: Grams, words: Grams): Grams => {
  const { ids, number } = createNumbering<number>();
  const extend = (shorter: Int32Array, all: Int32Array): Int32Array => {
    const behind = all.length - shorter.length + 1;
    const extended = new Int32Array(Math.max(shorter.length - 1, 0));
    for (let at = 0; at < extended.length; at++)
      extended[at] = number(shorter[at]! * words.size + all[at + behind]!);
    return extended;
  };
  const hypotheses = grams.hypotheses.map((shorter, text) => extend(shorter, words.hypotheses[text]!));
  const source = extend(grams.source, words.source);
  return withDistinct(hypotheses, source, ids.size);
};

const withDistinct = (hypotheses: readonly Int32Array[], source: Int32Array, size: number): Grams => {
  const lastText = new Int32Array(size).fill(-1);
  const distinct = hypotheses.map((ids, text) =>
    ids.filter((id) => {
      const isNew = lastText[id] !== text;
      lastText[id] = text;
      return isNew;
    }),
  );
  return { hypotheses, distinct, source, size };
};
