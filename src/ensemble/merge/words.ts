/** Words of Korean and English as merging compares them: which of a new text are in others, whatever their endings. */

const word = /#[A-Za-z]+\d*#|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)?/gu;

/** The words of `text` in lower case, in order; a speaker tag or mask is one word, and no particle stays on it. */
export const wordsOf = (text: string): readonly string[] =>
  (text.normalize('NFC').match(word) ?? []).map((found) => found.toLowerCase());

/** Share of the words of `text`, with multiplicity, that `other` has: F1 of the two bags, 0–1. */
export const overlapOf = (text: string, other: string): number => bagOverlap(wordsOf(text), wordsOf(other));

/** F1 of two bags of words, 0–1; 0 where one is empty. */
export const bagOverlap = (a: readonly string[], b: readonly string[]): number => {
  const left = new Map<string, number>();
  for (const each of b) left.set(each, (left.get(each) ?? 0) + 1);
  let common = 0;
  for (const each of a) {
    const count = left.get(each) ?? 0;
    if (count === 0) continue;
    common += 1;
    left.set(each, count - 1);
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
};

/** Knows the words of some texts. */
export interface Vocabulary {
  /** Whether a word, in lower case, is there: as it stands, or in Korean with another ending. */
  has(word: string): boolean;
}

const hangulOnly = /^[가-힣]+$/;

/** Syllables of a Korean word that must agree: the front half, where the meaning stands, and two at least. */
const stemLength = (text: string): number => Math.max(2, Math.ceil(text.length / 2));

/** The words of `texts`. O(characters). */
export const vocabularyOf = (texts: readonly string[]): Vocabulary => {
  const known = new Set<string>();
  for (const each of texts.flatMap(wordsOf)) {
    known.add(each);
    if (hangulOnly.test(each)) for (let end = 2; end < each.length; end++) known.add(each.slice(0, end));
  }
  return {
    has: (each) => known.has(each) || (hangulOnly.test(each) && known.has(each.slice(0, stemLength(each)))),
  };
};
