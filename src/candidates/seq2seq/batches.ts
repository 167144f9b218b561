/** Which dialogues are decoded together: of similar length, so that little is padding, and not too many for the memory. */
import type { Dialogue } from '../../types.ts';

export interface BatchLimits {
  /** Dialogues × length of the longest. */
  readonly tokens: number;
  readonly dialogues: number;
  /** No source is longer, whatever its text. */
  readonly longest: number | undefined;
}

/** Characters a token has in Korean, in English more: an estimate on the safe side that needs no model. */
const charactersPerToken = 2;

/** Positions of a window, shortest first, cut wherever a limit would be passed. Depends on the texts alone. */
export const cutBatches = (window: readonly Dialogue[], limits: BatchLimits): number[][] => {
  const lengths = window.map(({ text }) =>
    Math.min(limits.longest ?? Number.POSITIVE_INFINITY, Math.ceil(text.length / charactersPerToken) + 2),
  );
  const order = window.map((_, position) => position).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const position of order) {
    const fits = batch.length < limits.dialogues && (batch.length + 1) * lengths[position]! <= limits.tokens;
    if (batch.length > 0 && !fits) {
      batches.push(batch);
      batch = [];
    }
    batch.push(position);
  }
  return batch.length > 0 ? [...batches, batch] : batches;
};
