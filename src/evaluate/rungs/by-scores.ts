import { bestRow } from '../../ensemble/policies/pick.ts';
import { contenders, type LabelledPool } from '../labelled-pool.ts';
import type { FittedRung } from './define.ts';

/** Chooses the highest score; ties go to the more skilled system. */
export const byScores = (scores: (pool: LabelledPool) => Float64Array, skills: Float64Array): FittedRung => ({
  scores,
  select: (pool) => {
    const own = scores(pool);
    const priors = Float64Array.from(pool.rows, (system) => skills[system]!);
    const rows = contenders(pool);
    const scored = rows.filter((row) => !Number.isNaN(own[row]!));
    return bestRow(scored, own, priors) ?? rows[0] ?? -1;
  },
});
