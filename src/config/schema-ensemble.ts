/** `ensemble`: how the summary of a dialogue is picked or written. */
import { z } from 'zod';
import type { FallbackKind } from '../ensemble/policies/fallback.ts';
import { fuse } from '../ensemble/policies/fuse.ts';

const fallbacks = ['best-prior', 'longest-utterance'] as const satisfies readonly FallbackKind[];

/** Whether `select` names a file that `hapui train` wrote. */
export const isSecondStageFile = (select: string): boolean => /\.json$/iu.test(select);

export const ensembleSchema = z.strictObject({
  select: z
    .string()
    .min(1)
    .meta({ title: '"auto", the name of a policy or a file ending in .json' })
    .default('auto')
    .describe(
      'How one candidate is chosen: by the policy that `hapui train` found best (`auto`), by a policy by name ' +
        '(`pairwise` and `pairwise+mbr` need `labelled`), ' +
        'or by a `.json` file that `hapui train --out` wrote.',
    ),
  fuse: fuse.options.prefault({}).describe('Used by `select: fuse`.'),
  merge: z
    .union([z.literal('none'), z.looseObject({ kind: z.string().describe('How candidates are merged.') })])
    .default('none')
    .describe('Whether a new text may be made of several candidates.'),
  fallback: z
    .enum(fallbacks)
    .default('best-prior')
    .describe('What stands in where no candidate may win; the longest utterance comes after it.'),
});
