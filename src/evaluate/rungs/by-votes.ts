import { bestRow } from '../../ensemble/policies/pick.ts';
import { expectedUtilities } from '../../rerank/mbr.ts';
import type { ResolvedVotes } from '../../rerank/votes.ts';
import { contenders, type LabelledPool } from '../labelled-pool.ts';
import type { FittedRung } from './define.ts';

/** Chooses by expected utility under `votes`; ties go to the more skilled system. */
export const byVotes = (votes: ResolvedVotes, skills: Float64Array): FittedRung => ({
  select: (pool: LabelledPool) => {
    const expected = expectedUtilities({ ...pool, votes });
    const priors = Float64Array.from(pool.rows, (system) => skills[system]!);
    const rows = contenders(pool);
    const scored = rows.filter((row) => !Number.isNaN(expected[row]!));
    return bestRow(scored, expected, priors) ?? rows[0] ?? -1;
  },
});
