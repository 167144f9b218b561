/** What tokens cost, at the prices of the config. */
import type { ChatStats } from '../../models/chat.ts';
import type { Json } from '../../types.ts';

/** USD per million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cached_input?: number | undefined;
}

/** Tokens of one or many calls; `cached` is part of `input`. */
export interface Tokens {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** USD for these tokens. */
export const costOf = ({ input, cached, output }: Tokens, prices: Prices): number => {
  const cachedPrice = prices.cached_input ?? prices.input;
  return ((input - cached) * prices.input + cached * cachedPrice + output * prices.output) / 1_000_000;
};

/**
 * Tokens of a text, estimated before it is sent: four ASCII characters, or one and a quarter others, are a token. On Korean
 * and English dialogues common tokenizers stay within a third of it.
 */
export const estimateTokens = (text: string): number => {
  let other = 0;
  for (let place = 0; place < text.length; place++) if (text.charCodeAt(place) > 127) other += 1;
  return Math.ceil((text.length - other) / 4 + other * 0.8);
};

/** What a system sent and paid in this run; answers that were in the store cost nothing again. */
export const usageReport = (stats: ChatStats, reused: number, prices: Prices | undefined): Json => {
  const { input_tokens: input, cached_tokens: cached, output_tokens: output } = stats;
  return {
    ...stats,
    answers_reused: reused,
    cost_usd: prices === undefined ? null : costOf({ input, cached, output }, prices),
  };
};
