/** Which dialogues are decoded together: of similar length, so that little is padding, and not too many for the memory. */
import { cutByLength, estimatedTokens } from '../../models/batches.ts';
import type { Dialogue } from '../../types.ts';

export interface BatchLimits {
  /** Dialogues × length of the longest. */
  readonly tokens: number;
  readonly dialogues: number;
  /** No source is longer, whatever its text. */
  readonly longest: number | undefined;
}

/** Positions of a window, shortest first, cut wherever a limit would be passed. Depends on the texts alone. */
export const cutBatches = (
  window: readonly Dialogue[],
  { tokens, dialogues, longest = Number.POSITIVE_INFINITY }: BatchLimits,
): number[][] =>
  cutByLength(
    window.map(({ text }) => ({ length: Math.min(longest, estimatedTokens(text)), rows: 1 })),
    { tokens, rows: dialogues },
  );
