/** Differences between two ways to choose on the same dialogues. Dialogues of one group are one observation. */
import { bootstrapMean, type Interval } from './bootstrap.ts';

/** Two series of scores over the same dialogues. */
export interface PairedScores {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Dialogue → group. */
  readonly groups: readonly string[];
}

export interface PairedDifference {
  readonly mean: number;
  /** Standard error of the mean, by groups; infinite for a single group, which proves nothing. */
  readonly standardError: number;
}

/**
 * One value a group, whose mean over groups is the mean of a − b over dialogues: near-duplicates do not count as independent
 * (cluster-robust errors, Liang and Zeger 1986).
 */
const byGroup = ({ a, b, groups }: PairedScores): Float64Array => {
  const sums = new Map<string, number>();
  for (const [item, group] of groups.entries()) sums.set(group, (sums.get(group) ?? 0) + a[item]! - b[item]!);
  const perGroup = groups.length / sums.size;
  return Float64Array.from(sums.values(), (sum) => sum / perGroup);
};

/** Mean of a − b and its standard error. */
export const pairedDifference = (scores: PairedScores): PairedDifference => {
  const values = byGroup(scores);
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, standardError: count > 1 ? Math.sqrt(variance / count) : Number.POSITIVE_INFINITY };
};

/** Mean of a − b and its bootstrap interval; groups are resampled as wholes. */
export const pairedInterval = (scores: PairedScores, seed: number): Interval =>
  bootstrapMean(byGroup(scores), { seed });
