/** What a system adds: how much worse the ensemble would do without it. */

import { type JudgedRung, judgeRung } from './judge-rung.ts';
import { canonical, type LabelledSet } from './labelled-pool.ts';
import type { OutOfFold } from './ladder.ts';
import { gainOver, type LearnOptions } from './learn.ts';
import type { Rung } from './rungs/define.ts';
import type { SecondStage } from './second-stage.ts';

/**
 * Judges `rung` on the same dialogues without one of the systems, on the folds that it was `judged` on with all of them. Features
 * must have been computed without the system, not merely its rows left out. Skills, words and weights are learned anew; the
 * strength of regularisation is the one that the same training dialogues settled on with all systems: none of them judges,
 * so that nothing leaks, and it depends on how many dialogues there are far more than on any one system.
 */
export const judgeWithout = (
  without: LabelledSet,
  rung: Rung,
  options: Pick<LearnOptions, 'folds' | 'seed' | 'threshold'>,
  judged: Pick<JudgedRung, 'strengths'>,
): OutOfFold => judgeRung(without, rung, options, judged.strengths).scores;

/** Points that are gained out of fold by having the system that `without` lacks, with the bootstrap 95 % interval. */
export const systemAdds = (
  labelled: LabelledSet,
  judged: Pick<JudgedRung, 'scores'>,
  without: OutOfFold,
  { seed }: Pick<LearnOptions, 'seed'>,
): SecondStage['auto']['gain'] => gainOver(without, judged.scores, canonical(labelled).pools, seed);
