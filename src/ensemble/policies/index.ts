/** All policies by name, and the one way in which a dialogue is decided. */
import { bestSingle } from './best-single.ts';
import type { Ballot, PolicyDefinition, Selection } from './define.ts';
import { type FallbackKind, fallBack } from './fallback.ts';
import { fuse } from './fuse.ts';
import { mbr } from './mbr.ts';
import { pairwise, pairwiseMbr } from './pairwise.ts';

export const policies = {
  'best-single': bestSingle,
  mbr,
  pairwise,
  'pairwise+mbr': pairwiseMbr,
  fuse,
} as const;

/** Decides one dialogue: what the policy picks, else the fallback. */
export const decide = <Options>(
  policy: PolicyDefinition<Options>,
  options: Options,
  ballot: Ballot,
  fallback: FallbackKind,
): Selection => policy.select(ballot, options) ?? fallBack(ballot, fallback);
