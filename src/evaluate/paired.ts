/** Differences between two ways to choose on the same dialogues. Dialogues of one group are one observation. */

export interface PairedDifference {
  readonly mean: number;
  /** Standard error of the mean, by groups; infinite for a single group, which proves nothing. */
  readonly standardError: number;
}

/** Mean of a − b and its standard error; groups are summed first (Liang and Zeger 1986), so near-duplicates do not count twice. */
export const pairedDifference = (
  a: Float64Array,
  b: Float64Array,
  groups: readonly string[],
): PairedDifference => {
  const sums = new Map<string, { sum: number; size: number }>();
  let total = 0;
  for (const [item, group] of groups.entries()) {
    const difference = a[item]! - b[item]!;
    const held = sums.get(group) ?? { sum: 0, size: 0 };
    sums.set(group, { sum: held.sum + difference, size: held.size + 1 });
    total += difference;
  }
  const mean = total / groups.length;
  const squares = [...sums.values()].reduce((sum, held) => sum + (held.sum - held.size * mean) ** 2, 0);
  const spread = Math.sqrt((squares * sums.size) / (sums.size - 1)) / groups.length;
  return { mean, standardError: sums.size > 1 ? spread : Number.POSITIVE_INFINITY };
};
