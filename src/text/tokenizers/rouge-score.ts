import { z } from 'zod';
import { defineTokenizer } from '../../registry.ts';
import { porterStem } from '../porter.ts';
import { signatureOf } from './signature.ts';

const options = z.strictObject({
  stemmer: z
    .boolean()
    .default(false)
    .describe('Porter stems of words longer than three letters, as `use_stemmer=True` (default: false).'),
});

/**
 * The tokenizer of the Python package `rouge_score` 0.1.2: lower-case runs of a–z and 0–9, everything else is a gap.
 * Lines are parted by the token `\n`, which the metric `rouge-score` needs for `rougeLsum` and leaves out elsewhere.
 */
export const rougeScore = defineTokenizer({
  name: 'rouge-score',
  about: 'The tokenizer of the Python package rouge_score: lower-case a–z and 0–9 only. Not for Korean.',
  cost: 'fast',
  options,
  create: async ({ stemmer }) => ({
    signature: signatureOf('rouge-score', { version: '0.1.2', stemmer: stemmer ? 'porter' : 'none' }),
    tokenize: async (texts) => texts.map((text) => tokensOfLines(text, stemmer)),
  }),
});

const tokensOfLines = (text: string, stemmer: boolean): string[] =>
  text.split('\n').flatMap((line, index) => {
    const words = line.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const tokens = stemmer ? words.map((word) => (word.length > 3 ? porterStem(word) : word)) : words;
    return index === 0 ? tokens : ['\n', ...tokens];
  });
