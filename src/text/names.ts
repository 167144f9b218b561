/**
 * Words that look like names, without a dictionary: in cased scripts a capital inside a sentence, in Korean what stands
 * before 씨. A Korean name without 씨 looks like any noun and is not found.
 */

/** Speaker tags and masks; a small letter in their place keeps what follows inside the sentence. */
const tagOrMask = /#[A-Za-z]+\d*#/g;
const withoutTags = (text: string): string => text.replace(tagOrMask, 'x');

const casedWord = /[\p{Lu}\p{Ll}\p{Lt}\p{M}]+/gu;
/**
 * Behind a word or comma, so that no sentence, line of a dialogue or quotation begins with it. The capital is looked for first:
 * looking back from every place would take quadratic time in long runs of white space.
 */
const insideSentence = /(?=\p{Lu})(?<=[\p{L}\p{N},][^\S\r\n]+|[가-힣])\p{Lu}[\p{Lu}\p{Ll}\p{M}]+/gu;
/** `민수 씨`, `민수씨는`; neither 아저씨, 날씨 and other nouns that end so, nor 씨앗, where no particle follows. */
const koreanName =
  /(?<![가-힣])(?:([가-힣]{1,6})\s|([가-힣]{2,6})(?<!아저|아가|마음|[솜글날말불]))씨(?=[^가-힣]|$|[은는이가을를의에와과도께로만랑]|한테|하고)/g;

/** Names in `text` before 씨, in order. */
const koreanNames = (text: string): string[] =>
  Array.from(text.matchAll(koreanName), ([, apart, joined]) => apart ?? joined!);

/** What looks like a name in a dialogue and its summaries, and which of these names the dialogue has. */
export interface Names {
  /** The distinct names of one of the summaries. */
  of(summary: string): ReadonlySet<string>;
  /** Whether the dialogue has it: a cased word in any case, a Korean name anywhere. */
  isKnown(name: string): boolean;
}

/**
 * Reads off the texts together what looks like a name: a capital at the start of a sentence says nothing, but a word that has
 * one inside a sentence of the dialogue or of any summary is a name wherever it stands. O(characters).
 */
export const findNames = (dialogue: string, summaries: readonly string[]): Names => {
  const capitalised = new Set(
    [dialogue, ...summaries].flatMap((text) => withoutTags(text).match(insideSentence) ?? []),
  );
  const known = new Set(
    withoutTags(dialogue)
      .match(casedWord)
      ?.map((word) => word.toLowerCase()),
  );
  return {
    of: (summary) =>
      new Set([
        ...(withoutTags(summary).match(casedWord) ?? []).filter((word) => capitalised.has(word)),
        ...koreanNames(summary),
      ]),
    isKnown: (name) => known.has(name.toLowerCase()) || (hangul.test(name) && dialogue.includes(name)),
  };
};

const hangul = /[가-힣]/;
