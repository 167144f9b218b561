/** What a run would do, found out without doing it: what is read, who votes, which answers are owed. */

import { type DatasetProfile, profileDataset } from '../dialogues/profile.ts';
import type { Expenses } from '../types.ts';
import type { DecisionPlan } from '../workers/tasks/decide.ts';
import { refuseBlank } from './blank.ts';
import { inspectOutputFolder } from './files.ts';
import { createWindowKeys, recallStored } from './fill.ts';
import { type TimeForecasts, watchTimes } from './forecast-time.ts';
import { learnsFromLabels } from './learned.ts';
import { forecastMerges } from './merges.ts';
import { checkOverlap } from './overlap.ts';
import { datasetPart, labelledPart, type OpenedPart, openPart } from './part.ts';
import { survey } from './passes.ts';
import { readPinned } from './pinned.ts';
import { inputFiles } from './pipeline.ts';
import { planDecisions, requireFit, withoutSkill } from './plan.ts';
import { forecastAll } from './scores.ts';
import { type RunStatistics, votersOf } from './statistics.ts';
import type { RunSystem } from './systems.ts';
import { readWindows } from './windows.ts';
import { refuseStrangers } from './with-labelled.ts';
import { type RunOptions, type Workspace, withWorkspace } from './workspace.ts';

/** Answers of one generating system, of a paid scorer (`rerank.ID`) or of the merger (`ensemble.merge`), counted by dialogue. */
export interface OwedAnswers {
  readonly system: string;
  readonly found: number;
  readonly owed: number;
  /** Of a paid system: what the owed dialogues are likely to cost, their single answers counted. */
  readonly expenses?: Expenses;
  /** Of a paid system: what the stored answers that the run would use had cost; null without prices. */
  readonly storedUsd?: number | null;
}

/** The labelled dialogues, and whose outputs on them there are. */
export interface LabelledForecast {
  readonly dialogues: number;
  readonly systems: readonly string[];
  /** Systems without outputs there: they get no skill. */
  readonly without: readonly string[];
  /** Answers that generating systems owe there; empty where the run learns nothing from them. */
  readonly owed: readonly OwedAnswers[];
}

/** What `hapui plan` shows. */
export interface Forecast {
  readonly dialogues: number;
  readonly dialoguesInDataset: number;
  readonly opened: Pick<OpenedPart, 'inputs' | 'systems'>;
  readonly signature: string;
  /** Undefined where there are no dialogues, only ids. */
  readonly profile: DatasetProfile | undefined;
  readonly statistics: RunStatistics;
  readonly effectiveVoters: number;
  readonly policy: string;
  readonly owed: readonly OwedAnswers[];
  /** What the run would learn from; undefined without `labelled`. */
  readonly labelled: LabelledForecast | undefined;
  /** Of systems that compute on this machine. */
  readonly times: TimeForecasts;
  /** Texts tokenised for this forecast, and found in the store. */
  readonly tokens: { readonly found: number; readonly made: number } | undefined;
}

export interface ForecastOptions extends RunOptions {
  /** Whether slow systems do a first batch, to forecast time and memory. */
  readonly trial: boolean;
}

/** Checks all that the run needs and surveys the pools. Writes nothing. */
export const forecast = async (options: ForecastOptions): Promise<Forecast> => {
  const { config, tables } = options;
  await inspectOutputFolder(config.run_folder, { inputs: inputFiles(config) });
  return withWorkspace({ ...options, readOnly: true }, async (workspace) => {
    await checkOverlap(workspace);
    const pinned = await readPinned(workspace);
    const times = watchTimes(workspace, options.trial);
    const labelled = await labelledForecast(workspace, times);
    const part = await openPart(workspace, datasetPart(config, tables, options));
    try {
      const { inputs, systems, scoring, selection } = part;
      if (pinned) requireFit(config, part, pinned);
      await refuseBlank(part, workspace);
      await times.add(part, 'dataset');
      const statistics = await survey(workspace, part);
      const plan = planDecisions(
        pinned ? config : withoutSkill(config),
        scoring.setup.systems,
        statistics,
        pinned,
      );
      return {
        dialogues: selection.size,
        dialoguesInDataset: inputs.dataset.size,
        opened: { inputs, systems },
        signature: scoring.signature,
        profile: inputs.dataset.idsOnly ? undefined : await profileDataset(inputs.dataset),
        statistics,
        effectiveVoters: votersOf(plan.votes),
        policy: plan.policy.name,
        owed: await owedOf(workspace, part, { statistics, plan }),
        labelled,
        times: times.take(),
        tokens: scoring.tokens?.stats,
      };
    } finally {
      await part.close();
    }
  });
};

const labelledForecast = async (
  workspace: Workspace,
  times: ReturnType<typeof watchTimes>,
): Promise<LabelledForecast | undefined> => {
  const { config, tables } = workspace.options;
  if (!config.labelled) return undefined;
  const part = await openPart(workspace, labelledPart(config, tables));
  try {
    refuseStrangers(config, part);
    if (learnsFromLabels(config)) await times.add(part, 'labelled');
    return {
      dialogues: part.inputs.dataset.size,
      systems: part.systems.map(({ id }) => id),
      without: config.labelled.without,
      owed: learnsFromLabels(config) ? await owedOf(workspace, part) : [],
    };
  } finally {
    await part.close();
  }
};

/** `plan`: by which the dialogues would be merged, as far as it is known. */
const owedOf = async (
  workspace: Workspace,
  part: OpenedPart,
  surveyed?: { readonly statistics: RunStatistics; readonly plan: DecisionPlan },
): Promise<OwedAnswers[]> => {
  const { config } = workspace.options;
  const { scorers, merger } = part;
  const owed: OwedAnswers[] = [];
  for (const system of part.systems) if (system.stored) owed.push(await owedBy(system, part, config.seed));
  const merges = surveyed ? merger : undefined;
  if (!merges && !scorers.some(({ forecast }) => forecast)) return owed;
  const isComplete = owed.every(({ owed: missing }) => missing === 0);
  const statistics = surveyed?.statistics ?? (await survey(workspace, part));
  const scores = await forecastAll(workspace, part, statistics, isComplete);
  for (const { scorer, ...rest } of scores.owed) owed.push({ system: `rerank.${scorer}`, ...rest });
  if (merges && surveyed) {
    const { columnsOf } = scores;
    const isKnown = scores.isComplete && !learnsFromLabels(config);
    const pass = { merger: merges, part, plan: surveyed.plan, columnsOf };
    owed.push({ system: 'ensemble.merge', ...(await forecastMerges(workspace, pass, isKnown)) });
  }
  return owed;
};

const owedBy = async (
  { id, stored }: RunSystem,
  { inputs, selection }: OpenedPart,
  seed: number,
): Promise<OwedAnswers> => {
  const { generator, stage } = stored!;
  const { recall } = generator;
  const keysOf = createWindowKeys(generator, seed);
  const forecaster = generator.forecast?.();
  let found = 0;
  for await (const { dialogues, selected } of readWindows(inputs.dataset, selection)) {
    const keys = keysOf(dialogues);
    for (const [place, dialogue] of dialogues.entries()) {
      if (!selected[place]) continue;
      const isStored = stage.has(keys[place]!);
      if (isStored) found += 1;
      if (isStored && recall) await recallStored(stage, keys[place]!, recall);
      if (!isStored) await forecaster?.add(dialogue);
    }
  }
  const owed = { system: id, found, owed: selection.size - found };
  if (!forecaster) return owed;
  const { stored_usd: storedUsd } = (await generator.report()) as { readonly stored_usd: number | null };
  return { ...owed, expenses: forecaster.total(), storedUsd };
};
