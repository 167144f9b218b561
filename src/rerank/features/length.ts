import { byRow } from './by-row.ts';
import { defineFeatures, type FeaturePool } from './define.ts';

/**
 * Scaling within a dialogue removes every constant factor, so that a plain ratio to the median and one to the source would be
 * the same feature: hence a ratio, a distance and a square, which are not.
 */
export const length = defineFeatures({
  kind: 'static',
  name: 'length',
  about: 'Number of words n of a candidate, against the other candidates and the dialogue.',
  features: [
    { name: 'length.log', about: 'ln(1 + n) of its number of words n, from 0.' },
    { name: 'length.ratio', about: 'n by the median of the candidates, from 0.' },
    {
      name: 'length.distance',
      about: 'Absolute ln((1 + n) / (1 + median)), from 0: too short and too long alike.',
    },
    {
      name: 'length.source',
      about:
        'ln((1 + n) / (1 + words of the dialogue))², from 0: with `length.log` it can learn a best compression.',
    },
  ],
  compute: (pool) => {
    const counts = pool.tokens.map((words) => words.length);
    const middle = medianByRow(pool, counts);
    const source = pool.source.tokens.length;
    return [
      byRow(pool, counts.map(Math.log1p)),
      byRow(
        pool,
        counts.map((n) => (middle > 0 ? n / middle : Number.NaN)),
      ),
      byRow(
        pool,
        counts.map((n) => Math.abs(Math.log((1 + n) / (1 + middle)))),
      ),
      byRow(
        pool,
        counts.map((n) => (source > 0 ? Math.log((1 + n) / (1 + source)) ** 2 : Number.NaN)),
      ),
    ];
  },
});

/** Over the rows with text: a text that several systems gave counts as often. */
const medianByRow = ({ hypothesisOf }: FeaturePool, counts: readonly number[]): number => {
  const sorted = hypothesisOf
    .filter((hypothesis) => hypothesis >= 0)
    .map((hypothesis) => counts[hypothesis]!)
    .sort();
  const half = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[half]!;
  return ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
};
