import { z } from 'zod';
import { defineTokenizer } from '../../registry.ts';
import { signatureOf } from './signature.ts';

/** Hands each text over as one token: `rouge-1.0.1` splits at white space by itself, and sees line breaks that way. */
export const whitespace = defineTokenizer({
  name: 'whitespace',
  about: 'The text as it is; the metric splits it at white space.',
  cost: 'fast',
  options: z.strictObject({}),
  create: async () => ({
    signature: signatureOf('whitespace'),
    tokenize: async (texts) => texts.map((text) => [text]),
  }),
});
