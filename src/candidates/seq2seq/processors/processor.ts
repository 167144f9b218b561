/** What a processor is: it changes the scores of one row before a token is picked. */

/** One row of a search. */
export interface Row {
  /** Scores of the vocabulary, changed in place: log-probabilities in beam search, logits in greedy search and sampling. */
  readonly scores: Float32Array;
  /** Tokens so far, the start token first; only the first `length` count. */
  readonly tokens: Int32Array;
  readonly length: number;
}

/** Changes `row.scores`. Semantics and order are those of Hugging Face transformers. */
export type Processor = (row: Row) => void;

/** Score of a token that must not come. */
export const forbidden = Number.NEGATIVE_INFINITY;
