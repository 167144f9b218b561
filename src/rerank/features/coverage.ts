import { byRow, shareOf } from './by-row.ts';
import { defineFeatures, type FeaturePool } from './define.ts';
import type { Grams } from './grams.ts';

/** How much of the dialogue a candidate tells, and how much of it the dialogue says. */
export const coverage = defineFeatures({
  kind: 'static',
  name: 'coverage',
  about: 'Distinct words and bigrams that a candidate shares with the dialogue.',
  features: [
    { name: 'coverage.source-words', about: 'Share of the dialogue’s distinct words that it uses, 0–1.' },
    { name: 'coverage.own-words', about: 'Share of its distinct words that the dialogue uses, 0–1.' },
    {
      name: 'coverage.source-bigrams',
      about: 'Share of the dialogue’s distinct pairs of neighbouring words that it uses, 0–1.',
    },
    { name: 'coverage.own-bigrams', about: 'Share of its distinct pairs that the dialogue uses, 0–1.' },
  ],
  compute: (pool, { words, bigrams }) => [...bothWays(pool, words), ...bothWays(pool, bigrams)],
});

/** Of the source, then of the candidate; NaN without a source. */
const bothWays = (pool: FeaturePool, { distinct, source, size }: Grams): Float64Array[] => {
  const inSource = new Uint8Array(size);
  for (const id of source) inSource[id] = 1;
  const inSourceCount = inSource.reduce((count, is) => count + is, 0);
  const shared = distinct.map((ids) => ids.reduce((count, id) => count + inSource[id]!, 0));
  return [
    byRow(
      pool,
      shared.map((count) => shareOf(count, inSourceCount)),
    ),
    byRow(
      pool,
      shared.map((count, text) => (inSourceCount > 0 ? shareOf(count, distinct[text]!.length) : Number.NaN)),
    ),
  ];
};
