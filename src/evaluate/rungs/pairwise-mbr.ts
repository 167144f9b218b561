import { fuse } from '../../ensemble/fuse.ts';
import { fitPairwise, settle } from '../fit-pairwise.ts';
import { contenders } from '../labelled-pool.ts';
import { byScores } from './by-scores.ts';
import { defineRung } from './define.ts';
import { mbrSkill } from './mbr-skill.ts';

/**
 * The model errs where features mislead it, the vote where the crowd is wrong: their sum errs less than either where those are
 * different dialogues. Equal weights, since weights learned here would be one more thing to overfit.
 */
export const pairwiseMbr = defineRung({
  name: 'pairwise+mbr',
  about: 'Highest sum of the z-scores of `pairwise` and `mbr-skill`.',
  tune: settle,
  fit: (pools, context) => {
    const model = fitPairwise(pools, context);
    const vote = mbrSkill.fit(pools, context);
    return byScores((pool) => {
      const open = new Set(contenders(pool));
      const eligible = Array.from(pool.rows, (_, row) => open.has(row));
      const columns = { pairwise: model.scores(pool), mbr: vote.scores(pool) };
      return fuse(columns, { method: 'zscore', weights: { pairwise: 1, mbr: 1 }, eligible });
    }, model.skills);
  },
});
