import { byRow } from './by-row.ts';
import { defineFeatures, type FeaturePool } from './define.ts';
import type { Grams } from './grams.ts';

/** Models in a loop say things twice. */
export const repetition = defineFeatures({
  kind: 'static',
  name: 'repetition',
  about: 'n-grams that a candidate has used before; 0 where it is too short to have any.',
  features: [
    { name: 'repetition.words', about: 'Share of its words that it has used before, 0–1.' },
    { name: 'repetition.bigrams', about: 'The same of its pairs of neighbouring words, 0–1.' },
    { name: 'repetition.trigrams', about: 'The same of its triples, 0–1.' },
  ],
  compute: (pool, { words, bigrams, trigrams }) =>
    [words, bigrams, trigrams].map((grams) => repeated(pool, grams)),
});

const repeated = (pool: FeaturePool, { hypotheses, distinct }: Grams): Float64Array =>
  byRow(
    pool,
    hypotheses.map(({ length }, text) => (length === 0 ? 0 : 1 - distinct[text]!.length / length)),
  );
