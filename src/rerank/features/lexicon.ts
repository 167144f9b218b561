import { byRow } from './by-row.ts';
import { defineFeatures } from './define.ts';
import { meanOfColumns } from './expected.ts';
import type { Said, Usage } from './wording.ts';

/**
 * Whether a text says what references say. Which words a reference that nobody knows uses is foretold from where they stand in
 * the dialogue and its candidates, and from how references elsewhere use them; the F-measure to be expected is that of the hits.
 */
export const lexicon = defineFeatures({
  kind: 'fitted',
  name: 'lexicon',
  about: 'ROUGE to be expected of its words, by how often references use the words that candidates use.',
  features: [
    {
      name: 'lexicon.words',
      about:
        'F-measure to be expected of its distinct words, by how often labelled references use what candidates use, 0–1.',
    },
    { name: 'lexicon.pairs', about: 'The same of its distinct pairs of neighbouring words, 0–1.' },
    { name: 'lexicon.mean', about: 'Mean of the two, 0–1.' },
  ],
  compute: (pool, { lexicon }) => {
    const { wording } = pool;
    if (!lexicon || !wording) return [0, 1, 2].map(() => new Float64Array(pool.rows.length).fill(Number.NaN));
    const words = byRow(pool, expectedF(wording.words, lexicon.odds, lexicon.words));
    const pairs = byRow(pool, expectedF(wording.pairs, lexicon.odds, lexicon.pairs));
    return [words, pairs, meanOfColumns([words, pairs])];
  },
});

/** 2 · Σ p / (own number + mean number of a reference), by hypothesis. O(words). */
const expectedF = (
  { grams, circumstance, texts }: Said<Int32Array>,
  odds: Float64Array,
  { base, length }: Usage,
): number[] => {
  // Plain loops: learning comes by here for every dialogue of every fold.
  const chances = new Float64Array(grams.length);
  for (let place = 0; place < grams.length; place++) {
    const gram = grams[place]!;
    const own = base[circumstance[place]!]! * (gram < 0 ? 1 : odds[gram]!);
    chances[place] = own / (1 + own);
  }
  return texts.map((places) => {
    let hits = 0;
    for (let at = 0; at < places.length; at++) hits += chances[places[at]!]!;
    return hits === 0 ? 0 : (2 * hits) / (places.length + length);
  });
};
