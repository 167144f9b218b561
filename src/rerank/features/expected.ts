/** Expected utilities as features, whoever votes. */
import { castVotes, expectedUnder } from '../mbr.ts';
import type { ResolvedVotes } from '../votes.ts';
import type { VotingPool } from './define.ts';

/**
 * Expected utility under `votes` by every type and the mean of them, then the mean's rank; all by row. O(types · R²).
 */
export const expectedFeatures = (pool: VotingPool, votes: ResolvedVotes): readonly Float64Array[] => {
  const { rows, hypothesisOf } = pool;
  const cast = castVotes({ rows, hypothesisOf, votes });
  const byType = pool.planes.map((utility) =>
    expectedUnder(cast, { hypothesisOf, utility, hypotheses: Math.sqrt(utility.length) }),
  );
  const mean = meanOfColumns(byType);
  return [...byType, mean, rankShares(mean)];
};

/** Cell by cell; expected utility is linear, so the mean over types is that of their mean utility. */
export const meanOfColumns = (columns: readonly Float64Array[]): Float64Array => {
  const mean = new Float64Array(columns[0]?.length ?? 0);
  for (const column of columns)
    for (let at = 0; at < mean.length; at++) mean[at]! += column[at]! / columns.length;
  return mean;
};

/** Share of the other known values that are lower, equal ones half; 0.5 for a value alone, NaN for an unknown one. */
const rankShares = (values: Float64Array): Float64Array => {
  const known = values.filter((value) => !Number.isNaN(value));
  return values.map((value) => {
    if (Number.isNaN(value)) return Number.NaN;
    if (known.length === 1) return 0.5;
    let [lower, equal] = [0, -1];
    for (let at = 0; at < known.length; at++) {
      if (known[at]! < value) lower += 1;
      else if (known[at] === value) equal += 1;
    }
    return (lower + equal / 2) / (known.length - 1);
  });
};
