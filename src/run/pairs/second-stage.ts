/** Scores of the second stage for candidates to be paired, never by what their own dialogues taught it. */
import { type Config, isSecondStageFile } from '../../config/index.ts';
import type { Pool } from '../../types.ts';
import type { WorkerPool } from '../../workers/pool.ts';
import type { DecisionPlan } from '../../workers/tasks/decide.ts';
import type { PoolMessage } from '../../workers/tasks/prepare.ts';
import type { OutputFolder } from '../files.ts';
import { learnFor } from '../learned.ts';
import { outOfFold } from '../out-of-fold.ts';
import { checkOverlap } from '../overlap.ts';
import type { OpenedPart } from '../part.ts';
import { planDecisions, requireFit } from '../plan.ts';
import type { RunStatistics } from '../statistics.ts';
import type { Workspace } from '../workspace.ts';
import type { Course } from './course.ts';

/** Name of its column. */
export const secondStageColumn = 'second-stage';

/** Ready to score, once the part that is mined is open and surveyed. */
export interface SecondStageScorer {
  /** Whether threads need the tokens of the dialogues, for features. */
  readonly needsSources: boolean;
  readonly needsScorers: boolean;
  /** Aligned with the candidates of each message's pool. */
  columns(threads: WorkerPool, messages: readonly PoolMessage[]): Promise<readonly Float64Array[]>;
}

export type OpenSecondStage = (part: OpenedPart, statistics: RunStatistics) => SecondStageScorer;

/**
 * On labelled dialogues: out of fold. On others: what all labelled dialogues taught, none of which they may be. Undefined
 * where no source asks for it. Called before the part is open, since learning opens the labelled part itself.
 */
export const prepareSecondStage = async (
  workspace: Workspace,
  { sources, dialogues }: Course,
  folder: Pick<OutputFolder, 'path' | 'write'>,
): Promise<OpenSecondStage | undefined> => {
  if (!sources.includes(secondStageColumn)) return undefined;
  if (dialogues === 'labelled') {
    const { scores } = await outOfFold(workspace);
    const columnOf = ({ dialogue, candidates }: Pool): Float64Array => {
      const known = scores.get(dialogue.id) ?? [];
      return Float64Array.from(
        candidates,
        ({ system, candidate }) =>
          known.find((each) => each.system === system && each.candidate === candidate)?.score ?? Number.NaN,
      );
    };
    return () => ({
      needsSources: false,
      needsScorers: false,
      columns: async (_, messages) => messages.map(({ pool }) => columnOf(pool)),
    });
  }
  await checkOverlap(workspace);
  const config = learning(workspace.options.config);
  const learned = await learnFor({ ...workspace, options: { ...workspace.options, config } }, folder);
  return (part, statistics) => {
    const { scoring } = part;
    if (learned) requireFit(config, part, learned.secondStage);
    const plan: DecisionPlan = {
      ...planDecisions(config, scoring.setup.systems, statistics, learned?.secondStage),
      merge: undefined,
    };
    return {
      needsSources: plan.secondStage !== undefined,
      needsScorers: config.rerank.length > 0,
      columns: async (threads, messages) =>
        (await threads.run('decide', { plan, messages })).map(({ scores }) =>
          Float64Array.from(scores, ({ fused }) => fused ?? Number.NaN),
        ),
    };
  };
};

/** Whatever the run selects by, the source is what was learned. */
const learning = (config: Config): Config =>
  isSecondStageFile(config.ensemble.select)
    ? config
    : { ...config, ensemble: { ...config.ensemble, select: 'auto' } };
