/** `gates`: which candidates may vote but not win. */
import { z } from 'zod';
import { count, wholeNumber } from '../schema.ts';

export const gatesSchema = z.strictObject({
  min_tokens: wholeNumber.default(3).describe('Shorter candidates may not win.'),
  max_tokens: z
    .union([count, z.enum(['auto', 'none'])])
    .default('auto')
    .describe('Longer candidates may not win; `auto` is fitted on the dialogue’s length.'),
  tags: z
    .enum(['keep', 'ignore'])
    .default('keep')
    .describe('`keep`: speaker tags that the dialogue does not have may not win.'),
});

/** `gates` as a user may write it. */
export const gatesForms = z.union([z.literal('none'), gatesSchema]);
