import { byRow } from './by-row.ts';
import { defineFeatures, type VotingPool } from './define.ts';
import { meanOfColumns } from './expected.ts';
import { type ByKind, chanceOf, type Lexicon, sayingOdds } from './wording.ts';

/**
 * Whether a text says what references say. Which words a reference that nobody knows uses is foretold from where they stand in the
 * dialogue and its candidates, from who says them, and from how references elsewhere use them.
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
    {
      name: 'lexicon.words.precision',
      about: 'Share of its distinct words that a reference is expected to use, 0–1.',
    },
    {
      name: 'lexicon.words.recall',
      about: 'Words of a reference that it is expected to have, by the mean number in one.',
    },
    {
      name: 'lexicon.pairs',
      about: 'F-measure to be expected of its distinct pairs of neighbouring words, 0–1.',
    },
    {
      name: 'lexicon.pairs.precision',
      about: 'Share of its distinct pairs that a reference is expected to use, 0–1.',
    },
    {
      name: 'lexicon.pairs.recall',
      about: 'Pairs of a reference that it is expected to have, by the mean number in one.',
    },
    { name: 'lexicon.mean', about: 'Mean of `lexicon.words` and `lexicon.pairs`, 0–1.' },
  ],
  compute: (pool, { lexicon }) => {
    if (!lexicon || !pool.wording)
      return Array.from({ length: 7 }, () => new Float64Array(pool.rows.length).fill(Number.NaN));
    const words = expectedOf(pool, 'words', lexicon);
    const pairs = expectedOf(pool, 'pairs', lexicon);
    return [...words, ...pairs, meanOfColumns([words[0]!, pairs[0]!])];
  },
});

const expectedOf = (
  pool: VotingPool,
  kind: keyof ByKind<unknown>,
  { odds, ...usages }: Lexicon,
): Float64Array[] => {
  const said = pool.wording![kind];
  const { length } = usages[kind];
  const foretold = sayingOdds(pool, said, usages[kind]);
  const chances = new Float64Array(foretold.length);
  // Plain loops: learning comes by here for every dialogue of every fold.
  for (let place = 0; place < chances.length; place++) {
    const gram = said.grams[place]!;
    chances[place] = chanceOf(foretold[place]! * (gram < 0 ? 1 : odds[gram]!));
  }
  const [measures, precisions, recalls] = [0, 1, 2].map(() => new Float64Array(said.texts.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (const [text, places] of said.texts.entries()) {
    let hits = 0;
    for (let at = 0; at < places.length; at++) hits += chances[places[at]!]!;
    if (hits === 0) continue;
    measures[text] = (2 * hits) / (places.length + length);
    precisions[text] = hits / places.length;
    // references of a single word have no pairs, so that there is nothing to have
    if (length > 0) recalls[text] = hits / length;
  }
  return [measures, precisions, recalls].map((values) => byRow(pool, values));
};
