/** What a search finds. */
import type { DecoderStep } from '../../models/seq2seq-model.ts';
import type { Settings } from './settings.ts';

/** One generated sequence. */
export interface Hypothesis {
  /** Start token first; the end token last, where there is one. */
  readonly ids: readonly number[];
  /** Sum of the processed log-probabilities of the generated tokens, end token in. */
  readonly logprob: number;
  /** What the search ranks by: `logprob / length ^ length_penalty` in beam search, else `logprob`. */
  readonly score: number;
  /** `length`: `max_new_tokens` came first, even where the model is then made to end. */
  readonly finish: 'end' | 'length';
}

/** Why a sequence stops with `token`, its `length`th generated one. */
export const finishOf = (
  token: number,
  length: number,
  { ends, forcedLastTokens, maxNewTokens }: Settings,
): Hypothesis['finish'] => {
  const isForced = length === maxNewTokens && forcedLastTokens.length > 0;
  return ends.includes(token) && !isForced ? 'end' : 'length';
};

/** Tokens of every row so far, in two halves: rows that move are gathered from one into the other. */
export class TokenHistory {
  length = 1;
  readonly #now: Int32Array[];
  readonly #next: Int32Array[];
  #turned = false;

  constructor(rows: number, maxTokens: number, start: number) {
    const make = () => Array.from({ length: rows }, () => new Int32Array(maxTokens).fill(start, 0, 1));
    this.#now = make();
    this.#next = make();
  }

  /** Tokens of a row; the first `length` count. */
  row(index: number): Int32Array {
    return (this.#turned ? this.#next : this.#now)[index] as Int32Array;
  }

  /** The sequence of a row, one more token after it. */
  with(index: number, token: number): number[] {
    return [...this.row(index).subarray(0, this.length), token];
  }

  /** Every row becomes its parent and a token more. */
  advance({ rows, tokens, parents }: DecoderStep): void {
    const [from, to] = this.#turned ? [this.#next, this.#now] : [this.#now, this.#next];
    for (let row = 0; row < rows; row++) {
      const target = to[row] as Int32Array;
      target.set((from[parents[row]!] as Int32Array).subarray(0, this.length));
      target[this.length] = tokens[row]!;
    }
    this.length++;
    this.#turned = !this.#turned;
  }
}
