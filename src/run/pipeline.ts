/** The main job: from a checked config to the files of a run. One dialogue's way is told in ARCHITECTURE.md. */
import { basename, dirname, resolve } from 'node:path';
import type { Config } from '../config/index.ts';
import { lieBeside } from './beside.ts';
import { checkBlank } from './blank.ts';
import type { Costs } from './costs.ts';
import { type Derived, derive } from './derive.ts';
import { type OutputFolder, openOutputFolder } from './files.ts';
import { type Learned, learnFor, learnsFromLabels } from './learned.ts';
import { type Manifest, manifestOf, type StageTimes } from './manifest.ts';
import { checkOverlap } from './overlap.ts';
import { datasetPart, openPart } from './part.ts';
import { pinnedFile } from './pinned.ts';
import { type ReportOptions, reportFile, textsOf, writeReport } from './report.ts';
import { shardConfig } from './shards.ts';
import { earlierFiles, removeStale } from './stale.ts';
import { type RunOptions, withWorkspace } from './workspace.ts';

/** A run that came to its end. */
export interface RunResult extends Derived {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly learned: Learned | undefined;
  /** Undefined where no paid system took part. */
  readonly costs: Costs | undefined;
  /** Files in the folder that neither this run nor another command is known to have written. */
  readonly unknown: readonly string[];
}

/** Runs the main job. Throws `stopped` where the run was asked to end before all answers were there. */
export const run = async (options: RunOptions): Promise<RunResult> => {
  const config = shardConfig(options.config, options.shard);
  const root = await openOutputFolder(dirname(config.run_folder), { inputs: inputFiles(config) });
  const folder = await root.folder(basename(config.run_folder));
  return withWorkspace({ ...options, config }, async (workspace) => {
    const clock = createClock(options.now);
    const earlier = await earlierFiles(folder);
    await checkOverlap(workspace);
    const spec = datasetPart(config, options.tables, options);
    // what is learned may cost a night of answers on labelled dialogues
    if (learnsFromLabels(config)) await checkBlank(workspace, spec);
    const learned = await learnFor(workspace, folder);
    clock.mark('learn');
    const part = await openPart(workspace, spec);
    try {
      const derived = await derive(workspace, part, { learned, place: folder, onStage: clock.mark });
      const { limit, only, shard } = options;
      const subset = { limit, only, shard };
      const costs = workspace.bills.total(workspace.budget);
      const manifest = manifestOf({ config, subset, part, learned, costs, times: clock.times(), ...derived });
      const text = workspace.redact(`${JSON.stringify(manifest, null, 2)}\n`);
      // before the manifest that would forget them
      await removeStale(folder, earlier, { written: derived.files, inputs: inputFiles(config) });
      await folder.write('run.json', text);
      await renewReport(config, { folder, manifest: JSON.parse(text), texts: textsOf(part.inputs.dataset) });
      const { unknown } = await lieBeside(folder.path, Object.keys(derived.files), inputFiles(config));
      return { folder: folder.path, manifest, learned, costs, unknown, ...derived };
    } finally {
      await part.close();
    }
  });
};

/** A report of an earlier run must not stay where this one has none. */
const renewReport = async (
  { output }: Config,
  options: ReportOptions & { readonly folder: OutputFolder },
): Promise<void> => {
  if (!output.report) return options.folder.remove(reportFile);
  await writeReport(options);
};

/** The config and the files that it names: outputs must not replace them. A prompt may also be a text, which is no file. */
export const inputFiles = (config: Config): string[] =>
  [
    basename(config.file),
    ...config.plugins,
    config.dataset?.path,
    ...config.systems.flatMap(({ options }) => [options.path, options.prompt, options.prompts].flat()),
    config.preferences.prompt,
    pinnedFile(config),
    config.labelled?.dataset.path,
    ...(config.labelled?.systems ?? []).map(({ options }) => options.path),
    ...Object.values(config.labelled?.fitted_on ?? {}),
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
