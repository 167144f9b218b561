/** Dialogues that two datasets share: equal texts, near-duplicates, equal ids. */
import { comparable } from '../text/normalise.ts';
import type { Dataset } from './dataset.ts';
import { IdIndex } from './id-index.ts';
import { jaccard, shinglesOf } from './minhash.ts';
import { SketchIndex } from './sketch-index.ts';

/** A dialogue of one dataset that the other has too. */
export interface Overlap {
  /** Id in the first dataset. */
  readonly id: string;
  /** Id in the second. */
  readonly otherId: string;
  /**
   * `exact`: equal texts, apart from white space and Unicode form; `near`: almost equal ones. `id`: the ids are equal,
   * but the texts differ or one dataset has none; where ids are mere numbers that means nothing.
   */
  readonly kind: 'id' | 'exact' | 'near';
  /** Share of common runs of five characters, 0–1; absent where only the ids are equal. */
  readonly similarity?: number;
}

export interface OverlapOptions {
  /** Similarity from which texts are near-duplicates. Default 0.7; of those below 0.6 many are missed. */
  readonly threshold?: number;
}

/** Shorter texts (in characters) are compared for equality alone: they are alike by chance. */
const shortest = 40;
/** An estimate this far below the threshold may still belong to a similarity above it. */
const estimateSlack = 0.2;
/** Of more near-duplicates than these the estimated similarity is told. */
const comparedPairs = 2000;

/**
 * Finds the dialogues of `a` that are also in `b`: one pair for each dialogue of the larger dataset that has its like, in
 * the order of `a`. Memory is about 470 bytes a dialogue of the smaller dataset, and the texts of `comparedPairs` pairs.
 */
export const findOverlap = async (
  a: Dataset,
  b: Dataset,
  { threshold = 0.7 }: OverlapOptions = {},
): Promise<readonly Overlap[]> => {
  const isSwapped = a.size > b.size;
  const [small, large] = isSwapped ? [b, a] : [a, b];
  const pairs = await findPairs(small, large, threshold);
  const settled = await settlePairs(small, pairs, threshold);
  return settled
    .sort((x, y) => (isSwapped ? x.large.index - y.large.index : x.small.index - y.small.index))
    .map(({ small, large, kind, similarity }) => ({
      id: isSwapped ? large.id : small.id,
      otherId: isSwapped ? small.id : large.id,
      kind,
      ...(similarity === undefined ? {} : { similarity }),
    }));
};

/** A dialogue of the larger dataset and what may be its like in the smaller one. */
interface Pair {
  readonly large: Place;
  readonly kind: Overlap['kind'];
  /** Position in the smaller dataset. */
  readonly ordinal: number;
  readonly similarity?: number | undefined;
  /** Of a near-duplicate that is still to be compared: its text. */
  readonly text?: string | undefined;
  /** Where the smaller dataset has the same id. */
  readonly sameId: number | undefined;
}

interface Place {
  readonly id: string;
  readonly index: number;
}

interface SettledPair {
  readonly small: Place;
  readonly large: Place;
  readonly kind: Overlap['kind'];
  readonly similarity?: number | undefined;
}

const findPairs = async (small: Dataset, large: Dataset, threshold: number): Promise<readonly Pair[]> => {
  const like = await indexTexts(small);
  const pairs: Pair[] = [];
  let compared = 0;
  for await (const { id, index, text } of large.read()) {
    const found = like(comparable(text), threshold - estimateSlack);
    const sameId = small.ordinalOf(id);
    const place = { large: { id, index }, sameId };
    if (found?.kind === 'near' && (++compared <= comparedPairs || found.similarity >= threshold))
      pairs.push({ ...place, ...found, text: compared <= comparedPairs ? text : undefined });
    else if (found?.kind === 'exact') pairs.push({ ...place, ...found });
    else if (sameId !== undefined) pairs.push({ ...place, kind: 'id', ordinal: sameId });
  }
  return pairs;
};

/** Learns the texts of `dataset`; returns what finds the one that is most like another text. */
export const indexTexts = async (dataset: Dataset) => {
  const texts = new IdIndex();
  const sketches = new SketchIndex(dataset.size);
  for await (const { index, text } of dataset.read()) {
    const plain = comparable(text);
    texts.add(plain);
    if (plain.length >= shortest) sketches.add(index, shinglesOf(plain));
  }
  return (plain: string, least: number) => {
    if (plain === '') return undefined;
    const ordinal = texts.find(plain);
    if (ordinal !== undefined) return { kind: 'exact', ordinal, similarity: 1 } as const;
    const near = plain.length < shortest ? undefined : sketches.nearest(shinglesOf(plain));
    if (near === undefined || near.similarity < least) return undefined;
    return { kind: 'near', ordinal: near.number, similarity: near.similarity } as const;
  };
};

/** Compares near-duplicates text by text, and finds the ids of the smaller dataset. */
const settlePairs = async (
  small: Dataset,
  pairs: readonly Pair[],
  threshold: number,
): Promise<SettledPair[]> => {
  const wanted = await dialoguesAt(small, pairs);
  return pairs.flatMap(({ large, kind, ordinal, similarity, text, sameId }) => {
    const like = wanted.get(ordinal);
    const exactly = text === undefined ? similarity : similarityOf(text, like?.text ?? '');
    if (like && (kind !== 'near' || (exactly ?? 0) >= threshold))
      return [{ small: { id: like.id, index: ordinal }, large, kind, similarity: exactly }];
    return sameId === undefined
      ? []
      : [{ small: { id: large.id, index: sameId }, large, kind: 'id' as const, similarity: undefined }];
  });
};

const dialoguesAt = async (dataset: Dataset, pairs: readonly Pair[]) => {
  const withText = new Set(pairs.flatMap(({ ordinal, text }) => (text === undefined ? [] : [ordinal])));
  const wanted = new Set(pairs.map(({ ordinal }) => ordinal));
  const found = new Map<number, { id: string; text: string }>();
  if (wanted.size === 0) return found;
  for await (const { id, index, text } of dataset.read())
    if (wanted.has(index)) found.set(index, { id, text: withText.has(index) ? text : '' });
  return found;
};

const similarityOf = (a: string, b: string): number =>
  jaccard(shinglesOf(comparable(a)), shinglesOf(comparable(b)));
