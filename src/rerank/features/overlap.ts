import { byRow, shareOf } from './by-row.ts';
import { defineFeatures } from './define.ts';

/** How much of a text the others confirm, and how much of the others it holds. Equal texts are one. */
export const overlap = defineFeatures({
  kind: 'static',
  name: 'overlap',
  about: 'Distinct words that a candidate shares with the other texts of the dialogue.',
  features: [
    {
      name: 'overlap.shared',
      about:
        'Share of the candidate’s distinct words that another text of the dialogue’s candidates uses too, 0–1.',
    },
    { name: 'overlap.covered', about: 'Share of the distinct words of all other texts that it uses, 0–1.' },
  ],
  compute: (pool, { words }) => {
    const texts = words.distinct;
    const users = new Int32Array(words.size);
    for (const ids of texts) for (const id of ids) users[id]! += 1;
    const used = users.reduce((count, by) => count + (by > 0 ? 1 : 0), 0);
    const shared = texts.map((ids) => ids.reduce((count, id) => count + (users[id]! > 1 ? 1 : 0), 0));
    const known = texts.length > 1;
    return [
      byRow(
        pool,
        texts.map((ids, text) => (known ? shareOf(shared[text]!, ids.length) : Number.NaN)),
      ),
      // Words that only this text uses are not the others'.
      byRow(
        pool,
        texts.map((ids, text) =>
          known ? shareOf(shared[text]!, used - (ids.length - shared[text]!)) : Number.NaN,
        ),
      ),
    ];
  },
});
