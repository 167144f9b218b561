/** What both ways of judging a dialogue have in common. */

import type { Question } from '../../models/asker/asker.ts';
import { nonceOf } from '../../models/asker/nonce.ts';
import type { Ruling } from './ask.ts';
import type { Shown } from './questions.ts';
import type { JudgeAnswer } from './verdict.ts';

/** One dialogue, and a way to ask about it. */
export interface Bench {
  readonly seed: number;
  show(texts: readonly string[]): Shown;
  /** Names the dialogue and the texts: orders are drawn from it. */
  key(texts: readonly string[]): string;
  ask<T>(question: Question, read: (answer: JudgeAnswer) => T | undefined): Promise<Ruling<T>>;
}

/** What a judge made of the texts of a dialogue. */
export interface Judged {
  /** By text; NaN where there is no verdict. */
  readonly scores: Float64Array;
  readonly rulings: readonly Ruling<unknown>[];
  /** Pairs whose verdict changed with the order. */
  readonly flips: number;
  /** Pairs that count as a tie, flips among them. */
  readonly ties: number;
}

export const openBench = (dialogue: string, seed: number, ask: Bench['ask']): Bench => ({
  seed,
  ask,
  show: (texts) => ({ dialogue, texts }),
  key: (texts) => nonceOf(seed, 'orders', JSON.stringify([dialogue, texts])),
});
