/** What a chat system says of its requests and their cost, for `run.json`. */

import type { Json } from '../../types.ts';
import type { ChatStats } from '../chat.ts';
import { type Prices, type Tally, usdOf } from './money.ts';

export interface UsageParts {
  /** Sent and answered in this run. */
  readonly stats: ChatStats;
  /** Answers that were there before. */
  readonly stored: Tally;
  readonly prices: Prices | undefined;
  /** What requests may have cost, at most, that may be billed or were not counted. */
  readonly unknownUsd: number;
}

/** `paid_usd`: this run's requests; `stored_usd`: what the stored answers had cost; `cost_usd`: both. */
export const usageReport = ({ stats, stored, prices, unknownUsd }: UsageParts): Json => {
  const { input_tokens: input, cached_tokens: cached, output_tokens: output } = stats;
  const paid = usdOf({ input, cached, output }, prices);
  const before = usdOf(stored, prices);
  return {
    ...stats,
    answers_reused: stored.answers,
    stored: {
      input_tokens: stored.input,
      cached_tokens: stored.cached,
      output_tokens: stored.output,
      uncounted: stored.uncounted,
    },
    paid_usd: paid,
    unknown_usd_at_most: prices ? unknownUsd : null,
    stored_usd: before,
    cost_usd: paid === null || before === null ? null : paid + before,
  };
};
