/** What the candidates of a dialogue say: words and pairs of neighbouring words, where each stands and who says it. */
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

/** Odds that references say what candidates say, whichever word it is. */
export interface SayingOdds {
  /** Circumstance → odds before it is known who says it. */
  readonly base: Float64Array;
  /** System → what they are multiplied by where it is one of those who do; 1 where it has no labelled outputs. */
  readonly systems: Float64Array;
}

/** Odds as a chance, 0–1, infinite ones too: those of many systems are multiplied. */
export const chanceOf = (odds: number): number => 1 / (1 + 1 / odds);

export interface Usage extends SayingOdds {
  /** Mean number of distinct ones in a reference. */
  readonly length: number;
}

/** More candidates than this that say something count as this many. */
export const mostHolders = 8;
const sourceCounts = [1, 2, 4];
const repetitions = [1, 2];

/** How often the dialogue says something and how often those who say it do, as one number below this. */
export const frequencies = (sourceCounts.length + 1) * (repetitions.length + 1);

/** Circumstances are numbered from 0 to here: (candidates − 1) · `frequencies` + frequency. */
export const circumstances = mostHolders * frequencies;

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
      return said * frequencies + inSource * (repetitions.length + 1) + repeated;
    }),
    texts: distinct.map((own) => Int32Array.from(own, (gram) => places.get(gram)!)),
  };
};

/** Rows of a dialogue, and the hypothesis that each has; those of a system lie side by side. */
interface Speakers {
  readonly rows: Int32Array;
  readonly hypothesisOf: Int32Array;
}

/** Tells every system that says something, in the order of the rows, each once. O(words). */
export const forEachSaying = (
  { rows, hypothesisOf }: Speakers,
  { grams, texts }: Said<ArrayLike<unknown>>,
  tell: (place: number, system: number) => void,
): void => {
  const last = new Int32Array(grams.length).fill(-1);
  for (let row = 0; row < rows.length; row++) {
    const [hypothesis, system] = [hypothesisOf[row]!, rows[row]!];
    if (hypothesis < 0) continue;
    for (const place of texts[hypothesis]!) {
      if (last[place] === system) continue;
      last[place] = system;
      tell(place, system);
    }
  }
};

const foretold = new WeakMap<
  Said<ArrayLike<unknown>>,
  { readonly by: SayingOdds; readonly odds: Float64Array }
>();

/**
 * Place → odds that a reference says it, whichever word it is; not to be changed. All folds of a training set ask for the same,
 * so what was last told of a dialogue is kept. O(words).
 */
export const sayingOdds = (
  speakers: Speakers,
  said: Said<ArrayLike<unknown>>,
  { base, systems }: SayingOdds,
): Float64Array => {
  const known = foretold.get(said);
  if (known?.by.base === base && known.by.systems === systems) return known.odds;
  const odds = Float64Array.from(said.circumstance, (circumstance) => base[circumstance]!);
  forEachSaying(speakers, said, (place, system) => {
    odds[place]! *= systems[system]!;
  });
  foretold.set(said, { by: { base, systems }, odds });
  return odds;
};
