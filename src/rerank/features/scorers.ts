import { missing } from './by-row.ts';
import { defineFeatures, type FeaturePool } from './define.ts';

/** Further scorers are evidence like any other: the second stage learns what each is worth. */
export const scorers = defineFeatures({
  kind: 'static',
  name: 'scorers',
  about: 'Scores of the scorers under `rerank`; `*` is the id of each.',
  features: [
    {
      name: 'scorer.*',
      each: 'column',
      about: 'Score of a scorer under `rerank`, `*` being its id, on its own scale.',
    },
    { name: 'scorer.*.missing', each: 'column', about: '1 where it gave no finite score, else 0.' },
  ],
  compute: (pool) => {
    const { hypothesisOf } = pool;
    const scores = columnIds(pool).map((id) =>
      pool.columns[id]!.map((score, row) =>
        hypothesisOf[row]! >= 0 && Number.isFinite(score) ? score : Number.NaN,
      ),
    );
    return [...scores, ...scores.map((column) => missing(column, hypothesisOf))];
  },
});

/** Ids of the columns in an order that no config can change. */
export const columnIds = ({ columns }: Pick<FeaturePool, 'columns'>): string[] => Object.keys(columns).sort();
