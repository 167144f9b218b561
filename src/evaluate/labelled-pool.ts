/** Labelled dialogues as learning sees them: no texts, only who wrote which hypothesis, what it is like and how good it is. */
import type { ByKind, Said, Wording } from '../rerank/features/wording.ts';
import type { FeatureMatrix } from '../rerank/learned/matrix.ts';

/** One dialogue with references; arrays are by row unless they say otherwise. */
export interface LabelledPool {
  readonly id: string;
  /** Dialogues that are near-duplicates share a group: no fold may split it. */
  readonly group: string;
  /** Row → system. */
  readonly rows: Int32Array;
  /** Row → rank within its system's candidates. */
  readonly ranks: Int32Array;
  /** Row → hypothesis; −1 where the row has no text. */
  readonly hypothesisOf: Int32Array;
  /** 1 where no gate holds the row back. */
  readonly eligible: Uint8Array;
  readonly hypotheses: number;
  /** u(hypothesis, pseudo-reference), row-major. */
  readonly utility: Float64Array;
  /** Names of `planes`. */
  readonly types: readonly string[];
  /** F-measures that the utility is mixed of, row-major, a plane a type. */
  readonly planes: readonly Float64Array[];
  /** Features of the texts, by row. With 12 systems and 50 features a dialogue takes 9 KB in all. */
  readonly statics: FeatureMatrix;
  /** Score of each hypothesis against the human references, 0–1. */
  readonly gold: Float64Array;
  /** What the hypotheses say, numbered as in `LabelledSet.vocabulary`, −1 what it does not have; absent where words are not held. */
  readonly wording?: Wording;
  /** How much of it the references say. */
  readonly usage?: ByKind<ReferenceUse>;
}

/** What references say of what the candidates of their dialogue say. */
export interface ReferenceUse {
  /** Share of the references that say it, 0–1; aligned with `grams` of the wording. */
  readonly share: Float64Array;
  /** Mean number of distinct ones in a reference. */
  readonly length: number;
}

/** Labelled pools with the systems that their rows point to. */
export interface LabelledSet {
  /** Ids. */
  readonly systems: readonly string[];
  /** Declared family of each system, where it has one. */
  readonly families: readonly (string | undefined)[];
  /** Names of all features: those in `statics` of the pools, then the fitted ones. */
  readonly features: readonly string[];
  readonly pools: readonly LabelledPool[];
  /** Number → word, or pair of words with a space between, for all pools; absent where words are not held. */
  readonly vocabulary?: readonly string[];
}

/** A judged dialogue as the pipeline has it, with its gold by row. */
export interface JudgedDialogue {
  readonly id: string;
  readonly group: string;
  readonly rows: Int32Array;
  readonly ranks: Int32Array;
  readonly hypothesisOf: Int32Array;
  readonly hypotheses: number;
  readonly utility: Float64Array;
  readonly types: readonly string[];
  readonly planes: readonly Float64Array[];
  readonly statics: FeatureMatrix;
  /** Row → whether it may win. */
  readonly eligible: readonly boolean[];
  /** Row → score against the references, 0–1. */
  readonly gold: Float64Array;
}

/** The labelled pool of a judged dialogue; rows of one hypothesis are scored by the first of them. */
export const labelledPool = (dialogue: JudgedDialogue): LabelledPool => {
  const gold = new Float64Array(dialogue.hypotheses).fill(Number.NaN);
  for (const [row, hypothesis] of dialogue.hypothesisOf.entries())
    if (hypothesis >= 0 && Number.isNaN(gold[hypothesis]!)) gold[hypothesis] = dialogue.gold[row]!;
  return { ...dialogue, eligible: Uint8Array.from(dialogue.eligible, Number), gold };
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const ordered = new WeakMap<LabelledSet, LabelledSet>();

/**
 * The same set in an order that no file order can change: systems by id, dialogues by id, rows by system and rank,
 * hypotheses by first row. Whatever is learned from it is the same for permuted systems, candidates and dialogues. Asked twice for
 * a set it gives the same one, with what was computed of its dialogues.
 */
export const canonical = (set: LabelledSet): LabelledSet => {
  const known = ordered.get(set);
  if (known) return known;
  const { systems, families, features, pools, ...words } = set;
  const order = [...systems.keys()].sort((a, b) => byText(systems[a]!, systems[b]!));
  const place = new Int32Array(systems.length);
  for (const [position, system] of order.entries()) place[system] = position;
  const made = {
    systems: order.map((system) => systems[system]!),
    families: order.map((system) => families[system]),
    features,
    pools: pools.map((pool) => canonicalPool(pool, place)).sort((a, b) => byText(a.id, b.id)),
    ...words,
  };
  ordered.set(set, made);
  return made;
};

const canonicalPool = (pool: LabelledPool, place: Int32Array): LabelledPool => {
  const { rows, ranks, hypothesisOf, eligible, hypotheses, gold, statics, wording } = pool;
  const system = (row: number): number => place[rows[row]!]!;
  const order = [...rows.keys()].sort((a, b) => system(a) - system(b) || ranks[a]! - ranks[b]! || a - b);
  const written = order.map((row) => hypothesisOf[row]!).filter((hypothesis) => hypothesis >= 0);
  const former = [...new Set([...written, ...gold.keys()])];
  const renamed = new Int32Array(hypotheses);
  for (const [position, hypothesis] of former.entries()) renamed[hypothesis] = position;
  const cell = (at: number): number =>
    former[Math.floor(at / hypotheses)]! * hypotheses + former[at % hypotheses]!;
  const permuted = (plane: Float64Array): Float64Array => plane.map((_, at) => plane[cell(at)]!);
  return {
    ...pool,
    rows: Int32Array.from(order, system),
    ranks: Int32Array.from(order, (row) => ranks[row]!),
    hypothesisOf: Int32Array.from(order, (row) =>
      hypothesisOf[row]! < 0 ? -1 : renamed[hypothesisOf[row]!]!,
    ),
    eligible: Uint8Array.from(order, (row) => eligible[row]!),
    utility: permuted(pool.utility),
    planes: pool.planes.map(permuted),
    statics: { ...statics, values: permutedRows(statics, order) },
    gold: Float64Array.from(former, (hypothesis) => gold[hypothesis]!),
    ...(wording && {
      wording: { words: permutedTexts(wording.words, former), pairs: permutedTexts(wording.pairs, former) },
    }),
  };
};

const permutedTexts = (said: Said<Int32Array>, former: readonly number[]): Said<Int32Array> => ({
  ...said,
  texts: former.map((hypothesis) => said.texts[hypothesis]!),
});

const permutedRows = ({ width, values }: FeatureMatrix, order: readonly number[]): Float64Array => {
  const permuted = new Float64Array(values.length);
  for (const [place, row] of order.entries())
    permuted.set(values.subarray(row * width, (row + 1) * width), place * width);
  return permuted;
};

/** Gold of a row; a row without text scores 0. */
export const goldOf = (
  { hypothesisOf, gold }: Pick<LabelledPool, 'hypothesisOf' | 'gold'>,
  row: number,
): number => (row >= 0 && hypothesisOf[row]! >= 0 ? gold[hypothesisOf[row]!]! : 0);

/** Rows with a text that no gate holds back; where there are none, all rows with a text. */
export const contenders = ({ rows, hypothesisOf, eligible }: LabelledPool): number[] => {
  const written = [...rows.keys()].filter((row) => hypothesisOf[row]! >= 0);
  const open = written.filter((row) => eligible[row] === 1);
  return open.length > 0 ? open : written;
};
