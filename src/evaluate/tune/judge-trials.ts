/** What a search over generation options has shown. */
import type { Interval } from '../bootstrap.ts';
import { pairedDifference, pairedInterval } from '../paired.ts';
import { expectedMaximum } from './expected-maximum.ts';
import type { Halved } from './halving.ts';

/** Scores on the held-out dialogues, 0–1. */
export interface HeldOut {
  readonly before: Float64Array;
  readonly found: Float64Array;
  readonly groups: readonly string[];
}

export interface TrialVerdict {
  /** Whether the best trial beats the config's own options by more than one standard error, where it was searched and on held-out dialogues. */
  readonly takes: boolean;
  /** Points on the dialogues of the search; too high, since the best of many was taken. */
  readonly searched: Interval;
  /** Points on held-out dialogues: the estimate to believe. */
  readonly held: Interval;
  readonly claims_gain: boolean;
}

/** In points. */
const points = ({ mean, low, high }: Interval): Interval => ({
  mean: 100 * mean,
  low: 100 * low,
  high: 100 * high,
});

/** Mean score in points with its interval, dialogues of one group as one observation. `scores`: 0–1. */
export const intervalOf = (scores: Float64Array, groups: readonly string[], seed: number): Interval =>
  points(pairedInterval({ a: scores, b: new Float64Array(scores.length), groups }, seed));

/** Judges the best trial. `groups`: of the dialogues of the search, in its order. */
export const judgeBest = (
  { scores }: Halved,
  best: number,
  groups: readonly string[],
  { before, found, groups: heldGroups }: HeldOut,
  seed: number,
): TrialVerdict => {
  const searched = { a: scores[best]!, b: scores[0]!, groups };
  const held = { a: found, b: before, groups: heldGroups };
  const isClear = [searched, held].every((pair) => {
    const { mean, standardError } = pairedDifference(pair);
    return mean > standardError;
  });
  const interval = points(pairedInterval(held, seed));
  return {
    takes: isClear,
    searched: points(pairedInterval(searched, seed)),
    held: interval,
    claims_gain: isClear && interval.low > 0,
  };
};

/** What luck alone makes of many trials. */
export interface Luck {
  readonly trials: number;
  readonly dialogues: number;
  /** Points by which the best of so many trials, all of them as good as the config's own options, is expected to look better. */
  readonly expected: number;
  /** Whether there are more trials than a tenth of the dialogues. */
  readonly isGreat: boolean;
}

/**
 * The spread is that of the first rung, where all trials were scored: mean variance of the paired differences. `tried`: the trials
 * that count; `groups`: of the dialogues of the search, in its order.
 */
export const luckOf = (
  { rungs, scores }: Halved,
  tried: readonly number[],
  groups: readonly string[],
): Luck => {
  const first = rungs[0]!.dialogues;
  const dialogues = groups.length;
  const trials = tried.length;
  const variances = tried.map((trial) => {
    const pair = {
      a: scores[trial]!.slice(0, first),
      b: scores[0]!.slice(0, first),
      groups: groups.slice(0, first),
    };
    const { standardError } = pairedDifference(pair);
    return Number.isFinite(standardError) ? first * standardError ** 2 : 0;
  });
  const variance = variances.reduce((sum, each) => sum + each, 0) / Math.max(1, trials);
  return {
    trials,
    dialogues,
    expected: 100 * expectedMaximum(Math.max(1, trials)) * Math.sqrt(variance / dialogues),
    isGreat: trials > dialogues / 10,
  };
};
