/** Counts by range, for numbers from 0 whose greatest is not known beforehand. */

/** Bins of equal width from 0; the last one with a count is the last. */
export interface Histogram {
  /** Width of a bin. */
  readonly width: number;
  /** `counts[i]` numbers lie in [i · width, (i + 1) · width). */
  readonly counts: readonly number[];
}

export interface HistogramBuilder {
  /** Takes a number that is at least 0. */
  add(value: number): void;
  histogram(): Histogram;
}

const most = 20;

/**
 * Starts with bins of `width` and joins neighbours two by two whenever a number lies beyond the twentieth, so that the result
 * depends on the numbers alone, not on their order. Widths are `width` · 2ⁿ: halving is exact, and so are the joins.
 */
export const createHistogram = (width: number): HistogramBuilder => {
  let wide = width;
  let counts = new Array<number>(most).fill(0);
  return {
    add(value) {
      while (value / wide >= most) {
        const narrow = counts;
        counts = narrow.map((_, bin) => (narrow[2 * bin] ?? 0) + (narrow[2 * bin + 1] ?? 0));
        wide *= 2;
      }
      const bin = Math.floor(value / wide);
      counts[bin] = (counts[bin] ?? 0) + 1;
    },
    histogram: () => ({
      width: wide,
      counts: counts.slice(0, counts.findLastIndex((count) => count > 0) + 1),
    }),
  };
};
