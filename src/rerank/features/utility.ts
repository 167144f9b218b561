import { rowVotes } from '../votes.ts';
import { defineFeatures, type FeaturePool } from './define.ts';
import { expectedFeatures, meanOfColumns } from './expected.ts';

/** What the crowd says: every cluster has one vote, none for its own members, as in `mbr` without labels. */
export const utility = defineFeatures({
  kind: 'static',
  name: 'utility',
  about: 'Expected utility under uniform votes, one a cluster and none for its own members.',
  features: [
    {
      name: 'utility.*',
      each: 'type',
      about: 'Expected utility by one ROUGE type, one equal vote a cluster, 0–1.',
    },
    { name: 'utility.mean', about: 'Mean of these over all types, 0–1.' },
    {
      name: 'utility.rank',
      about: 'Share of the other candidates whose `utility.mean` is lower, ties half, 0–1.',
    },
    {
      name: 'utility.max',
      about: 'Highest utility (mean of the types) against one of the other candidates that vote, 0–1.',
    },
    { name: 'utility.min', about: 'Lowest utility against one of them, 0–1.' },
    {
      name: 'utility.spread',
      about: 'Standard deviation of the utility against them, weighted as they vote, 0–0.5.',
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
    const own = clusterOf[rows[row]!]!;
    const isEvidence = (voter: number): boolean =>
      weight[voter]! > 0 && voter !== row && !(leaveOut && clusterOf[rows[voter]!] === own);
    let [high, low, total, sum] = [-Infinity, Infinity, 0, 0];
    for (let voter = 0; voter < rows.length; voter++) {
      if (!isEvidence(voter)) continue;
      const value = mean[line + hypothesisOf[voter]!]!;
      high = Math.max(high, value);
      low = Math.min(low, value);
      total += weight[voter]!;
      sum += weight[voter]! * value;
    }
    if (total === 0) continue;
    let squares = 0;
    for (let voter = 0; voter < rows.length; voter++) {
      if (isEvidence(voter))
        squares += weight[voter]! * (mean[line + hypothesisOf[voter]!]! - sum / total) ** 2;
    }
    max[row] = high;
    min[row] = low;
    spread[row] = Math.sqrt(squares / total);
  }
  return [max, min, spread];
};
