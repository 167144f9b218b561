/** What a system adds: how much worse the ensemble would do without it. */

import { judgeRung } from './judge-rung.ts';
import { canonical, type LabelledSet } from './labelled-pool.ts';
import { gainOver, type LearnOptions } from './learn.ts';
import type { Rung } from './rungs/define.ts';
import type { SecondStage } from './second-stage.ts';

/**
 * Points that `rung` gains out of fold by having the system that `without` lacks, with the bootstrap 95 % interval. Both sets hold
 * the same dialogues; features must have been computed without the system, not merely its rows left out.
 */
export const systemAdds = (
  labelled: LabelledSet,
  without: LabelledSet,
  rung: Rung,
  options: Pick<LearnOptions, 'folds' | 'seed' | 'threshold'>,
): SecondStage['auto']['gain'] =>
  gainOver(
    judgeRung(without, rung, options),
    judgeRung(labelled, rung, options),
    canonical(labelled).pools,
    options.seed,
  );
