import { forbidden, type Processor } from './processor.ts';

/**
 * Keeps the smallest set of best tokens whose probabilities reach `mass`, and those equal to the last of them (nucleus
 * sampling, arXiv:1904.09751; `TopPLogitsWarper`: summed from the worst, what stays within 1 - mass goes).
 * O(kept × log kept), where a top-k before it leaves few.
 */
export const topP =
  (mass: number): Processor =>
  ({ scores }) => {
    const sorted = scores.filter((score) => score !== forbidden).sort();
    const best = sorted.at(-1) ?? 0;
    let total = 0;
    for (const score of sorted) total += Math.exp(score - best);
    let below = 0;
    let last = 0;
    for (; last < sorted.length - 1; last++) {
      below += Math.exp(sorted[last]! - best) / total;
      if (below > 1 - mass) break;
    }
    const least = sorted[last]!;
    for (let token = 0; token < scores.length; token++) if (scores[token]! < least) scores[token] = forbidden;
  };
