/** What the result gains over the best single system, measured on the references of the run. */
import { type Interval, pairedBootstrap } from '../evaluate/bootstrap.ts';
import { signed } from '../text/signed.ts';
import type { Tally } from './tally.ts';

/** Gain in points of the score, 0–100. */
export interface Gain extends Interval {
  /** The system with the highest score on these references. */
  readonly best: string;
  readonly bestScore: number;
}

/** Undefined without references or systems. The best system is chosen on the same references, which favours it. */
export const gainOf = ({ systems, perDialogue }: Tally, seed: number): Gain | undefined => {
  if (!perDialogue) return undefined;
  const scores = systems.map(({ score }) => score ?? 0);
  const best = scores.indexOf(Math.max(...scores));
  const { mean, low, high } = pairedBootstrap(perDialogue.result, perDialogue.systems[best]!, { seed });
  return {
    best: systems[best]!.system,
    bestScore: 100 * scores[best]!,
    mean: 100 * mean,
    low: 100 * low,
    high: 100 * high,
  };
};

/** The gain in one plain sentence; never a gain that its interval does not bear out. `signature` begins with the metric. */
export const gainSentence = ({ best, mean, low, high }: Gain, signature: string): string => {
  const unit = signature.startsWith('rouge') ? 'ROUGE' : signature.split(/[ |]/, 1)[0];
  const figures = `${signed(mean)} points of ${unit} over ${best}, 95 % interval ${signed(low)} to ${signed(high)}`;
  if (mean === 0 && low === 0 && high === 0) return `The result scores exactly as ${best} does: no gain.`;
  if (low > 0) return `A gain: ${figures}.`;
  if (high < 0) return `A loss: ${figures}. The best single system would have scored higher here.`;
  return `Not a proven gain: ${figures}, which includes 0.`;
};
