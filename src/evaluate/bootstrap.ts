/** Paired bootstrap: how much a mean difference would vary with other dialogues (Koehn 2004). */
import { createRandom } from '../random.ts';

export interface BootstrapOptions {
  readonly seed: number;
  /** Resamples; default 2,000. */
  readonly resamples?: number;
  /** Coverage of the interval; default 0.95. */
  readonly level?: number;
}

/** A mean with its percentile interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Mean of `values` and the interval of that mean. O(resamples · n), the same for the same seed. */
export const bootstrapMean = (
  values: Float64Array,
  { seed, resamples = 2000, level = 0.95 }: BootstrapOptions,
): Interval => {
  const random = createRandom(seed, 'bootstrap', values.length);
  const means = new Float64Array(resamples);
  for (let sample = 0; sample < resamples; sample++) {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[random.below(values.length)]!;
    means[sample] = sum / values.length;
  }
  means.sort();
  const tail = (1 - level) / 2;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: quantile(means, tail),
    high: quantile(means, 1 - tail),
  };
};

/** Mean of a − b over the same dialogues, with its interval: the same resamples for both sides. */
export const pairedBootstrap = (a: Float64Array, b: Float64Array, options: BootstrapOptions): Interval =>
  bootstrapMean(
    a.map((value, item) => value - b[item]!),
    options,
  );

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996); `sorted` ascends. */
export const quantile = (sorted: Float64Array, share: number): number => {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
};
