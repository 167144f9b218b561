/** What the second stage thinks of labelled candidates that it was not taught with. */
import { join } from 'node:path';
import type { LabelledSet } from '../evaluate/labelled-pool.ts';
import type { LearnOptions } from '../evaluate/learn.ts';
import { type CandidateScore, outOfFoldScores } from '../evaluate/out-of-fold.ts';
import { rungNamed, rungs } from '../evaluate/rungs/index.ts';
import { readSecondStage, secondStageFile } from './learned.ts';
import { withLearning } from './learning.ts';
import { withLabelled } from './with-labelled.ts';
import type { Workspace } from './workspace.ts';

/** Scores of all labelled candidates. */
export interface OutOfFold {
  /** Rung that the ladder chose on the whole labelled set. */
  readonly rung: string;
  /** Dialogue id → scores of its candidates; comparable within a dialogue only. */
  readonly scores: ReadonlyMap<string, readonly CandidateScore[]>;
}

/**
 * Scores every labelled candidate by the chosen rung, fitted on folds that hold neither its dialogue nor near-duplicates of it.
 * The choice is read from the run's folder where that is of the same inputs, else made. Needs `labelled`.
 */
export const outOfFold = (workspace: Workspace): Promise<OutOfFold> =>
  withLabelled(workspace, async ({ options, labelled }) => {
    const source = await labelled();
    const set = await source();
    const name = await chosenRung(workspace, set, options);
    return { rung: name, scores: outOfFoldScores(set, rungNamed(name), options) };
  });

const chosenRung = async (workspace: Workspace, set: LabelledSet, options: LearnOptions): Promise<string> => {
  const { config } = workspace.options;
  const known = await readSecondStage(join(config.run_folder, secondStageFile), options);
  // one that this version lacks was written by a later one, perhaps
  if (known && rungs.some(({ name }) => name === known.chosen)) return known.chosen;
  const { secondStage } = await withLearning(workspace, set, options, ({ learn }) => learn());
  return secondStage.chosen;
};
