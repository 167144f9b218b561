import { z } from 'zod';
import { defineTokenizer } from '../../registry.ts';
import { signatureOf } from './signature.ts';

/** Words by the rules of Unicode (UAX #29), without punctuation. Korean particles stay with their noun. */
export const word = defineTokenizer({
  name: 'word',
  about: 'Words by the rules of Unicode, without punctuation. Needs no model.',
  cost: 'fast',
  options: z.strictObject({}),
  create: async () => {
    // The rules for Hangul and Latin are the same in every locale; a fixed one keeps the machine's out of the result.
    const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
    return {
      signature: signatureOf('word', { icu: process.versions.icu ?? 'unknown' }),
      tokenize: async (texts) =>
        texts.map((text) =>
          Array.from(segmenter.segment(text))
            .filter(({ isWordLike }) => isWordLike)
            .map(({ segment }) => segment),
        ),
    };
  },
});
