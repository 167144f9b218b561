/** What tokens cost, at the prices of the config. */

import type { Json } from '../../types.ts';
import type { Usage } from '../chat-answer.ts';

/** USD per million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cached_input?: number | undefined;
}

/** Tokens of one or many calls; `cached` is part of `input`. */
export type Tokens = Usage;

/** USD for these tokens. */
export const costOf = ({ input, cached, output }: Tokens, prices: Prices): number => {
  const cachedPrice = prices.cached_input ?? prices.input;
  return ((input - cached) * prices.input + cached * cachedPrice + output * prices.output) / 1_000_000;
};

/** `costOf`, or null without prices. */
export const usdOf = (tokens: Tokens, prices: Prices | undefined): number | null =>
  prices === undefined ? null : costOf(tokens, prices);

/**
 * Tokens of a text, estimated before it is sent: four ASCII characters, or one and a quarter others, are a token. On Korean
 * and English dialogues common tokenizers stay within a third of it.
 */
export const estimateTokens = (text: string): number => {
  let other = 0;
  for (let place = 0; place < text.length; place++) if (text.charCodeAt(place) > 127) other += 1;
  return Math.ceil((text.length - other) / 4 + other * 0.8);
};

/** Tokens of a request beside its text: roles, marks of turns, what a server's template adds. */
const templateTokens = 64;

/** The most tokens that a prompt can be: those of byte-level tokenizers are a byte or longer. */
export const mostTokens = (prompt: string): number => Buffer.byteLength(prompt) + templateTokens;

/** An answer's length at most, where nobody limits it: what the largest common models allow. */
export const unlimitedAnswer = 16_384;

/** Answers and their tokens. */
export interface Tally extends Tokens {
  readonly answers: number;
  /** Answers whose tokens nobody counted; they are not among the tokens. */
  readonly uncounted: number;
}

export const noTally: Tally = { answers: 0, uncounted: 0, input: 0, cached: 0, output: 0 };

/** Both together. */
export const addTally = (a: Tally, b: Tally): Tally => ({
  answers: a.answers + b.answers,
  uncounted: a.uncounted + b.uncounted,
  input: a.input + b.input,
  cached: a.cached + b.cached,
  output: a.output + b.output,
});

/** One answer and what it cost; undefined where the server does not count. */
export const tallyOf = (usage: Tokens | undefined): Tally =>
  usage === undefined
    ? { ...noTally, answers: 1, uncounted: 1 }
    : { answers: 1, uncounted: 0, input: usage.input, cached: usage.cached, output: usage.output };

/** A tally as it was kept; answers kept without one are uncounted. */
export const readTally = (kept: Json | undefined, answers: number): Tally => {
  const found = kept as Partial<Tally> | null | undefined;
  const isTally = Object.keys(noTally).every((key) => typeof found?.[key as keyof Tally] === 'number');
  return isTally ? (found as Tally) : { ...noTally, answers, uncounted: answers };
};

/** The share of each of `count` answers that came in one completion: whole tokens, and no token twice. */
export const shareOf = (usage: Tokens, count: number, place: number): Tokens => {
  const part = (tokens: number): number =>
    Math.floor((tokens * (place + 1)) / count) - Math.floor((tokens * place) / count);
  return { input: part(usage.input), cached: part(usage.cached), output: part(usage.output) };
};
