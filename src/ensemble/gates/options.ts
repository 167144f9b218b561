/** Options of `gates`. */
import { z } from 'zod';
import { count, wholeNumber } from '../../schema.ts';

/** Each gate can be switched off by itself; `gates: none` switches all of them off. */
export const gateOptions = z.strictObject({
  empty: z.boolean().default(true).describe('Candidates without text may not win.'),
  punctuation: z.boolean().default(true).describe('Candidates without a letter or digit may not win.'),
  status: z.boolean().default(true).describe('Refused, filtered, malformed and failed answers may not win.'),
  script: z
    .boolean()
    .default(true)
    .describe('Candidates in another script than the dialogue, Hangul for instance, may not win.'),
  min_tokens: wholeNumber.default(3).describe('Shorter candidates may not win; 0 switches this off.'),
  truncated: z
    .boolean()
    .default(true)
    .describe('Candidates cut off in the middle of a sentence may not win.'),
  max_tokens: z
    .union([count, z.enum(['auto', 'none'])])
    .default('auto')
    .describe('Longer candidates may not win; `auto` is fitted on the dialogue’s length.'),
  tags: z
    .enum(['keep', 'ignore'])
    .default('keep')
    .describe('`keep`: candidates with a speaker tag that the dialogue does not have may not win.'),
  masks: z
    .enum(['keep', 'ignore'])
    .default('keep')
    .describe('`keep`: candidates with a damaged mask, such as `#PhoneNumer#`, may not win.'),
});

export type GateOptions = z.output<typeof gateOptions>;

/** `gates` as a user may write it. */
export const gateForms = z.union([z.literal('none'), gateOptions]);
