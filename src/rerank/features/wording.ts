/** What the candidates of a dialogue say: words and pairs of neighbouring words, and where each stands. */
import type { Tokens } from '../../types.ts';

/** What holds for words, and what for pairs of neighbouring words. */
export interface ByKind<Value> {
  readonly words: Value;
  readonly pairs: Value;
}

/** The distinct words, or pairs, of a dialogue's candidates. */
export interface Said<Gram> {
  readonly grams: Gram;
  /** What each stands in, below `circumstances`; aligned with `grams`. */
  readonly circumstance: Uint8Array;
  /** Hypothesis → places in `grams`, each once. */
  readonly texts: readonly Int32Array[];
}

/** Numbers of grams, −1 where the lexicon does not know them. */
export type Wording = ByKind<Said<Int32Array>>;

/** How references are worded, as the training dialogues tell it. */
export interface Lexicon extends ByKind<Usage> {
  /**
   * Number → odds that references say what candidates say, by the odds of all that stands in the same circumstances; 1 where
   * nothing is known.
   */
  readonly odds: Float64Array;
}

export interface Usage {
  /** Circumstance → odds that a reference says what candidates say there. */
  readonly base: Float64Array;
  /** Mean number of distinct ones in a reference. */
  readonly length: number;
}

const mostHolders = 8;
const sourceCounts = [1, 2, 4];
const repetitions = [1, 2];

/** Circumstances are numbered from 0 to here. */
export const circumstances = mostHolders * (sourceCounts.length + 1) * (repetitions.length + 1);

/** One dialogue's texts, in words. */
export interface Spelled {
  /** By hypothesis. */
  readonly hypotheses: readonly Tokens[];
  /** Hypothesis → candidates that gave it. */
  readonly counts: readonly number[];
  readonly source: Tokens;
}

/** Words and pairs of a text in order. A full stop is no word: it ends sentences, and is at home in every reference. */
export const spell = (tokens: Tokens): ByKind<readonly string[]> => {
  const words = tokens.filter((token) => token !== '.');
  return { words, pairs: words.slice(1).map((word, at) => `${words[at]} ${word}`) };
};

/**
 * Circumstances are how many candidates say it (up to 8), how often the dialogue does (0, 1, 2–3, more) and how often those
 * who say it do (once, up to twice, more). Grams are in an order that no order of candidates changes. O(words · log words).
 */
export const sayingsOf = (
  { hypotheses, counts, source }: Spelled,
  kind: keyof ByKind<unknown>,
): Said<readonly string[]> => {
  const texts = hypotheses.map((tokens) => spell(tokens)[kind]);
  const distinct = texts.map((grams) => [...new Set(grams)]);
  const grams = [...new Set(distinct.flat())].sort();
  const places = new Map(grams.map((gram, place) => [gram, place]));
  const [holders, uses, heard] = [0, 1, 2].map(() => new Int32Array(grams.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  for (const [text, own] of distinct.entries()) {
    for (const gram of own) holders[places.get(gram)!]! += counts[text]!;
    for (const gram of texts[text]!) uses[places.get(gram)!]! += counts[text]!;
  }
  for (const gram of spell(source)[kind]) {
    const place = places.get(gram);
    if (place !== undefined) heard[place]! += 1;
  }
  return {
    grams,
    circumstance: Uint8Array.from(grams, (_, place) => {
      const said = Math.min(holders[place]!, mostHolders) - 1;
      const inSource = sourceCounts.filter((least) => heard[place]! >= least).length;
      const repeated = repetitions.filter((most) => uses[place]! > most * holders[place]!).length;
      return (said * (sourceCounts.length + 1) + inSource) * (repetitions.length + 1) + repeated;
    }),
    texts: distinct.map((own) => Int32Array.from(own, (gram) => places.get(gram)!)),
  };
};
