import { forbidden, type Processor } from './processor.ts';

/** Forbids tokens that would complete an n-gram a second time (`NoRepeatNGramLogitsProcessor`); the start token counts. */
export const noRepeatNgram =
  (size: number): Processor =>
  ({ scores, tokens, length }) => {
    // The last size - 1 tokens, compared with every earlier stretch of as many.
    const open = length - size + 1;
    for (let start = 0; start < open; start++) {
      let offset = 0;
      while (offset < size - 1 && tokens[start + offset] === tokens[open + offset]) offset++;
      if (offset === size - 1) scores[tokens[start + offset]!] = forbidden;
    }
  };
