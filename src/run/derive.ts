/** From inputs and store to the files of a run: answers, statistics, decisions. The same for runs, joins and checks. */
import type { DecisionPlan } from '../workers/tasks/decide.ts';
import { refuseBlank } from './blank.ts';
import type { Counts } from './counts.ts';
import { decideAll } from './decide.ts';
import type { FillReport } from './fill.ts';
import type { Learned } from './learned.ts';
import { storedProposals, writeMerges } from './merges.ts';
import { type OutputPlace, openOutputs, type WrittenFiles } from './outputs.ts';
import type { OpenedPart } from './part.ts';
import { fillAll, poolsOf, survey } from './passes.ts';
import { planDecisions, requireFit, withoutSkill } from './plan.ts';
import { stage } from './progress.ts';
import type { Quarantined } from './quarantine.ts';
import { scoreAll } from './scores.ts';
import type { RunStatistics } from './statistics.ts';
import type { Tally } from './tally.ts';
import type { Workspace } from './workspace.ts';

/** What was derived, and written where `place` says. */
export interface Derived {
  readonly fills: readonly FillReport[];
  /** One an entry of `rerank`. */
  readonly scored: readonly FillReport[];
  /** Of a merger that has texts written. */
  readonly merges: FillReport | undefined;
  readonly quarantined: readonly Quarantined[];
  readonly statistics: RunStatistics;
  readonly plan: DecisionPlan;
  readonly tally: Tally & { readonly counts: Counts };
  readonly files: WrittenFiles;
  readonly formulaCells: number;
}

export interface DeriveOptions {
  readonly learned: Learned | undefined;
  /** Where the files go. */
  readonly place: OutputPlace;
  /** Told when a stage is done. */
  readonly onStage?: (name: string) => void;
}

/** Derives the files of a part's dialogues; where that fails, none of them is replaced. */
export const derive = async (
  workspace: Workspace,
  part: OpenedPart,
  { learned, place, onStage }: DeriveOptions,
): Promise<Derived> => {
  const { config, progress } = workspace.options;
  if (learned) requireFit(config, part, learned.secondStage);
  await refuseBlank(part, workspace);
  const fills = await fillAll(workspace, part);
  onStage?.('generate');
  const statistics = await survey(workspace, part);
  onStage?.('survey');
  const { reports: scored, columnsOf } = await scoreAll(workspace, part, statistics);
  onStage?.('score');
  const course = learned ? config : withoutSkill(config);
  const plan = planDecisions(course, part.scoring.setup.systems, statistics, learned?.secondStage);
  const { merger } = part;
  const merges = merger && (await writeMerges(workspace, { merger, part, plan, columnsOf }));
  if (merges) onStage?.('merge');
  const outputs = await openOutputs(place, config.output.summaries);
  try {
    const dialogues = part.selection.size;
    const tally = await stage(progress, 'decide', dialogues, () =>
      decideAll({
        pools: poolsOf(workspace, part),
        scoring: part.scoring,
        columnsOf,
        plan,
        proposalsOf: merger && storedProposals({ merger, part }, config.seed),
        outputs,
        dialogues,
        onPools: (count) => progress.advance(count),
      }),
    );
    onStage?.('decide');
    const quarantined = [...fills, ...scored, ...(merges ? [merges] : [])].flatMap(
      (report) => report.quarantined,
    );
    const files = await outputs.commit(quarantined);
    const { formulaCells } = outputs;
    return { fills, scored, merges, quarantined, statistics, plan, tally, files, formulaCells };
  } catch (error) {
    await outputs.abort();
    throw error;
  }
};
