/** Combines columns of scores: each is brought to one scale within a dialogue, then they are added with their weights. */

export const fusionMethods = ['zscore', 'rank', 'rrf', 'borda', 'minmax', 'raw'] as const;

export type FusionMethod = (typeof fusionMethods)[number];

export interface FusionOptions {
  readonly method: FusionMethod;
  /** Column → weight; columns that are not named have none. */
  readonly weights: Readonly<Record<string, number>>;
  /** Rows that may win: the others neither count in means and ranks nor get a score. */
  readonly eligible: readonly boolean[];
}

/** Constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009). */
const rrfConstant = 60;

/**
 * Weighted mean of the scaled columns; higher is better. A row that a column has no score for is average there; a row that no
 * column has a score for gets NaN. O(C · R log R).
 */
export const fuse = (
  columns: Readonly<Record<string, Float64Array>>,
  { method, weights, eligible }: FusionOptions,
): Float64Array => {
  const used = Object.keys(weights)
    .filter((name) => weights[name]! > 0 && columns[name])
    .map((name) => ({ weight: weights[name]!, values: columns[name]! }));
  const unit = method === 'raw' ? commonUnit(used, eligible) : 1;
  let total = 0;
  const sums = new Float64Array(eligible.length);
  const scored = new Uint8Array(eligible.length);
  for (const { weight, values } of used) {
    const rows = [...values.keys()].filter((row) => eligible[row] && !Number.isNaN(values[row]!));
    // A column without any score says nothing, and must not pull the others' sum down.
    if (rows.length === 0) continue;
    total += weight;
    const scaled = scales[method](rows.map((row) => values[row]! / unit));
    const middle = mean(scaled);
    for (let row = 0; row < sums.length; row++) sums[row]! += weight * middle;
    for (const [place, row] of rows.entries()) {
      sums[row]! += weight * (scaled[place]! - middle);
      scored[row] = 1;
    }
  }
  return sums.map((sum, row) => (scored[row] ? sum / total : Number.NaN));
};

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Rank from 1, the best first; equal values share the mean of their ranks. */
const ranks = (values: readonly number[]): number[] =>
  values.map((value) => {
    const better = values.filter((other) => other > value).length;
    const equal = values.filter((other) => other === value).length;
    return better + (equal + 1) / 2;
  });

/** Larger values overflow when squared. */
const reach = 1e100;

/** The values, made smaller together where squares and sums of them overflow: a scale that is free is not changed by it. */
const withinReach = (values: readonly number[]): readonly number[] => {
  const largest = Math.max(...values.map(Math.abs));
  return largest > reach ? values.map((value) => value / largest) : values;
};

/** What raw columns are measured in: 1, but where they would overflow, the largest value that may win. Beside it all small ones are lost anyway. */
const commonUnit = (
  columns: readonly { readonly values: Float64Array }[],
  eligible: readonly boolean[],
): number => {
  const largest = columns.reduce(
    (most, { values }) =>
      values.reduce(
        (own, value, row) => (eligible[row] && Math.abs(value) > own ? Math.abs(value) : own),
        most,
      ),
    0,
  );
  return largest > reach ? largest : 1;
};

const scales: Readonly<Record<FusionMethod, (values: readonly number[]) => number[]>> = {
  raw: (values) => [...values],
  zscore: (values) => {
    const sized = withinReach(values);
    const middle = mean(sized);
    const deviation = Math.sqrt(mean(sized.map((value) => (value - middle) ** 2)));
    return sized.map((value) => (deviation > 0 ? (value - middle) / deviation : 0));
  },
  minmax: (values) => {
    const sized = withinReach(values);
    const [low, high] = [Math.min(...sized), Math.max(...sized)];
    return sized.map((value) => (high > low ? (value - low) / (high - low) : 0.5));
  },
  /** 1 for the best, 0 for the worst, whatever their number. */
  rank: (values) =>
    ranks(values).map((rank) => (values.length > 1 ? (values.length - rank) / (values.length - 1) : 0.5)),
  /** Points: how many others a row beats, ties half. */
  borda: (values) => ranks(values).map((rank) => values.length - rank),
  rrf: (values) => ranks(values).map((rank) => 1 / (rrfConstant + rank)),
};
