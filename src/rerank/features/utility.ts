import { rowVotes } from '../votes.ts';
import { defineFeatures, type FeaturePool } from './define.ts';
import { expectedFeatures, meanOfColumns } from './expected.ts';

/** What the crowd says: every cluster has one vote, none for its own members, as in `mbr` without labels. */
export const utility = defineFeatures({
  kind: 'static',
  name: 'utility',
  about: 'Expected utility under uniform votes, one a cluster and none for its own members.',
  features: [
    { name: 'utility.*', each: 'type', about: 'Expected utility by one ROUGE type, 0–1.' },
    { name: 'utility.mean', about: 'Mean of the expected utilities by all types, 0–1.' },
    {
      name: 'utility.rank',
      about: 'Share of the other candidates whose mean expected utility is lower, ties half, 0–1.',
    },
    { name: 'utility.max', about: 'Highest mean utility with one other voting candidate, 0–1.' },
    { name: 'utility.min', about: 'Lowest mean utility with one other voting candidate, 0–1.' },
    {
      name: 'utility.spread',
      about: 'Standard deviation of the mean utility over the other votes, each with its weight, 0–0.5.',
    },
  ],
  compute: (pool) => {
    const votes = {
      voters: Array.from(pool.clusterOf, () => true),
      weight: new Float64Array(pool.clusterOf.length).fill(1),
      clusterOf: pool.clusterOf,
      ownCluster: 'out',
    } as const;
    return [
      ...expectedFeatures(pool, votes),
      ...extremes(pool, rowVotes(pool.rows, pool.hypothesisOf, votes)),
    ];
  },
});

/** Highest, lowest and spread of u(row, voter) over the votes of other rows; NaN where nobody else votes. O(R²). */
const extremes = (
  pool: FeaturePool,
  { weight, leaveOut }: ReturnType<typeof rowVotes>,
): readonly Float64Array[] => {
  const { rows, hypothesisOf, clusterOf } = pool;
  const mean = meanOfColumns(pool.planes);
  const max = new Float64Array(rows.length).fill(Number.NaN);
  const min = max.slice();
  const spread = max.slice();
  for (let row = 0; row < rows.length; row++) {
    if (hypothesisOf[row]! < 0) continue;
    const line = hypothesisOf[row]! * pool.texts.length;
    const own = clusterOf[rows[row]!];
    let [high, low, total, sum, squares] = [-Infinity, Infinity, 0, 0, 0];
    for (let voter = 0; voter < rows.length; voter++) {
      const share = weight[voter]!;
      if (share === 0 || voter === row || (leaveOut && clusterOf[rows[voter]!] === own)) continue;
      const value = mean[line + hypothesisOf[voter]!]!;
      high = Math.max(high, value);
      low = Math.min(low, value);
      total += share;
      sum += share * value;
      squares += share * value * value;
    }
    if (total === 0) continue;
    max[row] = high;
    min[row] = low;
    // Rounding can leave a little less than nothing.
    spread[row] = Math.sqrt(Math.max(squares / total - (sum / total) ** 2, 0));
  }
  return [max, min, spread];
};
