/** What a run would do, found out without doing it: what is read, who votes, which answers are owed. */

import type { Config } from '../config/index.ts';
import { type DatasetProfile, profileDataset } from '../dialogues/profile.ts';
import { inspectOutputFolder } from './files.ts';
import { createWindowKeys } from './fill.ts';
import { checkOverlap } from './overlap.ts';
import { datasetPart, labelledPart, type OpenedPart, openPart } from './part.ts';
import { survey } from './passes.ts';
import { inputFiles } from './pipeline.ts';
import { planDecisions } from './plan.ts';
import { type RunStatistics, votersOf } from './statistics.ts';
import type { RunSystem } from './systems.ts';
import { refuseStrangers } from './train.ts';
import { readWindows } from './windows.ts';
import { type RunOptions, type Workspace, withWorkspace } from './workspace.ts';

/** Answers of one generating system. */
export interface OwedAnswers {
  readonly system: string;
  readonly found: number;
  readonly owed: number;
}

/** The labelled dialogues, and whose outputs on them there are. */
export interface LabelledForecast {
  readonly dialogues: number;
  readonly systems: readonly string[];
  /** Systems without outputs there: they get no skill. */
  readonly without: readonly string[];
  /** Answers that generating systems owe there. */
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
  /** Texts tokenised for this forecast, and found in the store. */
  readonly tokens: { readonly found: number; readonly made: number } | undefined;
}

/** Checks all that the run needs and surveys the pools. Writes nothing. */
export const forecast = async (options: RunOptions): Promise<Forecast> => {
  const { config, tables } = options;
  await inspectOutputFolder(config.run_folder, { inputs: inputFiles(config) });
  return withWorkspace({ ...options, readOnly: true }, async (workspace) => {
    await checkOverlap(workspace);
    const labelled = await labelledForecast(workspace);
    const part = await openPart(workspace, datasetPart(config, tables, options));
    try {
      const { inputs, systems, scoring, selection } = part;
      const statistics = await survey(workspace, part);
      const plan = planDecisions(withoutSkill(config), scoring.setup.systems, statistics, undefined);
      return {
        dialogues: selection.size,
        dialoguesInDataset: inputs.dataset.size,
        opened: { inputs, systems },
        signature: scoring.signature,
        profile: inputs.dataset.idsOnly ? undefined : await profileDataset(inputs.dataset),
        statistics,
        effectiveVoters: votersOf(plan.votes),
        policy: plan.policy.name,
        owed: await owedOf(part, config.seed),
        labelled,
        tokens: scoring.tokens?.stats,
      };
    } finally {
      await part.close();
    }
  });
};

/** Skills are learned by the run itself; until then the votes count alike. */
const withoutSkill = (config: Config): Config =>
  config.mbr.votes.weights === 'skill'
    ? { ...config, mbr: { ...config.mbr, votes: { ...config.mbr.votes, weights: 'uniform' } } }
    : config;

const labelledForecast = async (workspace: Workspace): Promise<LabelledForecast | undefined> => {
  const { config, tables } = workspace.options;
  if (!config.labelled) return undefined;
  const part = await openPart(workspace, labelledPart(config, tables));
  try {
    refuseStrangers(config, part);
    return {
      dialogues: part.inputs.dataset.size,
      systems: part.systems.map(({ id }) => id),
      without: config.labelled.without,
      owed: await owedOf(part, config.seed),
    };
  } finally {
    await part.close();
  }
};

const owedOf = async (part: OpenedPart, seed: number): Promise<OwedAnswers[]> => {
  const owed: OwedAnswers[] = [];
  for (const system of part.systems) if (system.stored) owed.push(await owedBy(system, part, seed));
  return owed;
};

const owedBy = async (
  { id, stored }: RunSystem,
  { inputs, selection }: OpenedPart,
  seed: number,
): Promise<OwedAnswers> => {
  const { generator, stage } = stored!;
  const keysOf = createWindowKeys(generator, seed);
  let found = 0;
  for await (const { dialogues, selected } of readWindows(inputs.dataset, selection)) {
    const keys = keysOf(dialogues);
    for (const place of dialogues.keys()) if (selected[place] && stage.has(keys[place]!)) found += 1;
  }
  return { system: id, found, owed: selection.size - found };
};
