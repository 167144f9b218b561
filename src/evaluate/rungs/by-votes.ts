import { expectedUtilities } from '../../rerank/mbr.ts';
import type { ResolvedVotes } from '../../rerank/votes.ts';
import { byScores } from './by-scores.ts';
import type { FittedRung } from './define.ts';

/** Chooses by expected utility under `votes`; ties go to the more skilled system. */
export const byVotes = (votes: ResolvedVotes, skills: Float64Array): FittedRung =>
  byScores((pool) => expectedUtilities({ ...pool, votes }), skills);
