/** The main job: from a checked config to the files of a run. One dialogue's way is told in ARCHITECTURE.md. */
import { dirname, resolve } from 'node:path';
import type { Config } from '../config/index.ts';
import { decideAll } from './decide.ts';
import { openOutputFolder } from './files.ts';
import type { Quarantined } from './fill.ts';
import { type Learned, learnFor } from './learned.ts';
import { type Manifest, manifestOf, type StageTimes } from './manifest.ts';
import { openOutputs } from './outputs.ts';
import { checkOverlap } from './overlap.ts';
import { datasetPart, openPart } from './part.ts';
import { fillAll, poolsOf, survey } from './passes.ts';
import { planDecisions } from './plan.ts';
import { stage } from './progress.ts';
import type { RunStatistics } from './statistics.ts';
import type { Tally } from './tally.ts';
import { type RunOptions, withWorkspace } from './workspace.ts';

/** A run that came to its end. */
export interface RunResult {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly tally: Tally;
  readonly statistics: RunStatistics;
  readonly learned: Learned | undefined;
  readonly quarantined: readonly Quarantined[];
  readonly formulaCells: number;
}

/** Runs the main job. Throws `stopped` where the run was asked to end before all answers were there. */
export const run = async (options: RunOptions): Promise<RunResult> => {
  const { config } = options;
  const root = await openOutputFolder(dirname(config.run_folder), { inputs: inputFiles(config) });
  const folder = await root.folder(config.name);
  return withWorkspace(options, async (workspace) => {
    const clock = createClock(options.now);
    await checkOverlap(workspace);
    const learned = await learnFor(workspace, folder);
    clock.mark('learn');
    const part = await openPart(workspace, datasetPart(config, options.tables, options));
    try {
      const fills = await fillAll(workspace, part);
      clock.mark('generate');
      const statistics = await survey(workspace, part);
      clock.mark('survey');
      const plan = planDecisions(config, part.scoring.setup.systems, statistics, learned?.secondStage);
      const outputs = await openOutputs(folder, config.output.summaries);
      try {
        const tally = await stage(options.progress, 'decide', part.selection.size, () =>
          decideAll({
            pools: poolsOf(workspace, part),
            scoring: part.scoring,
            plan,
            outputs,
            dialogues: part.selection.size,
            onPools: (count) => options.progress.advance(count),
          }),
        );
        clock.mark('decide');
        const quarantined = fills.flatMap((fill) => fill.quarantined);
        const files = await outputs.commit(quarantined);
        const times = clock.times();
        const manifest = manifestOf({ config, part, statistics, plan, learned, tally, fills, files, times });
        await folder.write('run.json', `${JSON.stringify(manifest, null, 2)}\n`);
        const { formulaCells } = outputs;
        return { folder: folder.path, manifest, tally, statistics, learned, quarantined, formulaCells };
      } catch (error) {
        await outputs.abort();
        throw error;
      }
    } finally {
      await part.close();
    }
  });
};

/** Files that the config names: outputs must not replace them. */
export const inputFiles = (config: Config): string[] =>
  [
    config.dataset?.path,
    ...config.systems.map(({ options }) => options.path),
    config.labelled?.dataset.path,
    ...(config.labelled?.systems ?? []).map(({ options }) => options.path),
  ]
    .filter((path) => typeof path === 'string')
    .map((path) => resolve(config.folder, path));

const createClock = (now: () => number) => {
  const times: Record<string, number> = {};
  let last = now();
  return {
    mark: (name: string): void => {
      const moment = now();
      times[name] = (moment - last) / 1000;
      last = moment;
    },
    times: (): StageTimes => times,
  };
};
