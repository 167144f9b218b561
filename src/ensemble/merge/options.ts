/** Options that all mergers share. */
import { z } from 'zod';
import { count, share } from '../../schema.ts';
import { guardOptions } from './guards/options.ts';

export const mergeOptions = {
  top_k: count
    .default(4)
    .describe('Candidates that a merged text may be made of, the selected one among them.'),
  lambda: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'What likeness to those chosen before costs a candidate: 0 takes the best ones, whatever they say.',
    ),
  min_gain: z
    .number()
    .min(0)
    .default(0.01)
    .describe(
      'Expected utility, 0–1, that a merged text must have more than the selected candidate; at least one standard error over the votes in any case.',
    ),
  length: share
    .default(0.2)
    .describe('Share of its length by which a merged text may be longer or shorter than the selected one.'),
  guards: guardOptions.prefault({}).describe('What a merged text must be true to.'),
};

/** Those of any merger's options that decide which texts it is shown and what they must be worth. */
export const sharedMergeOptions = z.object(mergeOptions);
