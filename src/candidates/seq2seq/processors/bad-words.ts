import { forbidden, type Processor } from './processor.ts';

/** Forbids the last token of listed sequences where the others stand before it (`NoBadWordsLogitsProcessor`). */
export const badWords = (words: readonly (readonly number[])[], ends: readonly number[]): Processor => {
  const listed = words.filter(
    (word) => word.length > 0 && !(word.length === 1 && ends.includes(word[0] as number)),
  );
  return ({ scores, tokens, length }) => {
    for (const word of listed) {
      const before = word.length - 1;
      // Transformers ignores a sequence that is longer than what was written.
      if (before > 0 && word.length > length) continue;
      let offset = 0;
      while (offset < before && tokens[length - before + offset] === word[offset]) offset++;
      if (offset === before) scores[word[before]!] = forbidden;
    }
  };
};
