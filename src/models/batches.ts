/** What goes through a model together: inputs of similar length, so that little is padding, and not too many for the memory. */

export interface BatchLimits {
  /** Rows × length of the longest. */
  readonly tokens: number;
  readonly rows: number;
}

/** One unit that may not be taken apart. */
export interface BatchItem {
  /** Of its longest row. */
  readonly length: number;
  readonly rows: number;
}

/** Positions of the items, shortest first, cut wherever a limit would be passed; an item over the limits stands alone. */
export const cutByLength = (items: readonly BatchItem[], limits: BatchLimits): number[][] => {
  const order = [...items.keys()].sort((a, b) => items[a]!.length - items[b]!.length || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  let rows = 0;
  for (const position of order) {
    const item = items[position]!;
    const all = rows + item.rows;
    if (batch.length > 0 && (all > limits.rows || all * item.length > limits.tokens)) {
      batches.push(batch);
      batch = [];
      rows = 0;
    }
    batch.push(position);
    rows += item.rows;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
};

/** Characters a token has in Korean, in English more: an estimate on the safe side that needs no model. */
const charactersPerToken = 2;

/** About how many tokens a text has. */
export const estimatedTokens = (text: string): number => Math.ceil(text.length / charactersPerToken) + 2;
