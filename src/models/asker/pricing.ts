/** What requests may cost, and did: the side of a chat system that a budget looks at. */
import type { Bill, CallLeave } from '../chat.ts';
import type { AskContext } from './context.ts';
import { costOf, mostTokens, unlimitedAnswer } from './money.ts';
import type { AskerOptions } from './request.ts';

/** Keeps the prices of one asker. */
export interface Pricing {
  /** What requests may have cost, at most, that may be billed or were not counted. */
  unknownUsd(): number;
  /** Leave for a request of `n` answers to `prompt`; undefined where the budget is used up. */
  leaveFor(
    prompt: string,
    n: number,
    context: AskContext,
    signal: AbortSignal,
  ): Promise<CallLeave | undefined>;
}

/** Asks for leave at the dearest a request can be, and settles what it cost. */
export const createPricing = (options: AskerOptions): Pricing => {
  const { prices } = options;
  let unknownUsd = 0;
  /** A server that counts more than the bound makes the bound of what follows higher. */
  let margin = 1;
  return {
    unknownUsd: () => unknownUsd,
    leaveFor: async (prompt, n, { purse }, signal) => {
      const dearest = prices ? mostOf(prompt, n, options, prices) : 0;
      const held = margin * dearest;
      const leave = await purse?.reserve(held, signal);
      if (purse && !leave) return undefined;
      return {
        settle: (bill: Bill) => {
          const cost = usdOfBill(bill, held, prices);
          if (bill === 'unknown') unknownUsd += cost;
          else if (cost > held && dearest > 0) margin = cost / dearest;
          leave?.settle(cost);
        },
      };
    },
  };
};

const usdOfBill = (bill: Bill, dearest: number, prices: AskerOptions['prices']): number => {
  if (bill === 'nothing') return 0;
  if (bill === 'unknown') return dearest;
  return prices ? costOf(bill, prices) : 0;
};

const mostOf = (
  prompt: string,
  n: number,
  options: AskerOptions,
  { input, output, cached_input = 0 }: NonNullable<AskerOptions['prices']>,
): number => {
  const tokens = { input: mostTokens(prompt), cached: 0, output: n * longestAnswer(options) };
  return costOf(tokens, { input: Math.max(input, cached_input), output });
};

/** Tokens of an answer at most. Newer models are told by another name. */
export const longestAnswer = (options: AskerOptions): number => answerLimit(options) ?? unlimitedAnswer;

/** The limit that the config sets; undefined without one. */
export const answerLimit = ({ max_tokens, extra }: AskerOptions): number | undefined => {
  const { max_completion_tokens: other } = extra;
  return max_tokens ?? (typeof other === 'number' ? other : undefined);
};
