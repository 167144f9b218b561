/** `hapui train`: learns the second stage from `labelled` and says what it is worth. */
import { dirname, resolve } from 'node:path';
import { ConfigError, exitCodes } from '../errors.ts';
import { checkOutputFile, openOutputFolder, writeAtomic } from '../run/files.ts';
import { secondStageFile, trainingFile } from '../run/learned.ts';
import { inputFiles } from '../run/pipeline.ts';
import { trainReport } from '../run/train-report.ts';
import { withWorkspace } from '../run/workspace.ts';
import { continuingCommand } from './continuing.ts';
import type { Io } from './io.ts';
import { type ConfigArguments, loadForCommand } from './load.ts';
import { createProgress } from './progress.ts';
import { stoppable } from './stoppable.ts';
import { trainText } from './train-text.ts';

export interface TrainArguments extends ConfigArguments {
  /** Where to write; default: `second-stage.json` in the run's folder. */
  readonly out?: string | undefined;
  readonly workers?: number | undefined;
  readonly budget?: number | undefined;
  readonly json?: boolean | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** Trains and prints the ladder. */
export const trainCommand = async (args: TrainArguments, io: Io): Promise<number> => {
  const { config, tables } = await loadForCommand(args, io);
  if (!config.labelled)
    throw new ConfigError('config-missing', {
      where: `${config.file} labelled`,
      found: 'nothing to learn from',
      expected: 'dialogues with references and the systems’ outputs on them',
      fix: 'Add `labelled: { dataset: dev.csv, systems: dev/*.csv }`.',
    });
  const inputs = inputFiles(config);
  if (args.out !== undefined) await checkOutputFile(resolve(io.cwd, args.out), { inputs });
  const root = await openOutputFolder(dirname(config.run_folder), { inputs });
  const ending = {
    graceMs: config.deadlines.grace_seconds * 1000,
    continuing: continuingCommand('train', args),
  };
  return stoppable(io, ending, async (stop) => {
    const options = {
      config,
      tables,
      cwd: io.cwd,
      env: io.env,
      workers: args.workers,
      budget: args.budget,
      allowCommands: args.allowCommands === true,
      stop,
      progress: createProgress(io, args.json === true),
      now: io.now,
    };
    const { report, costs } = await withWorkspace(options, async (workspace) => ({
      report: await trainReport(workspace),
      costs: workspace.bills.total(workspace.budget),
    }));
    const { secondStage, curve, systems, warning = null } = report;
    const text = `${JSON.stringify(secondStage, null, 2)}\n`;
    const folder = args.out === undefined ? await root.folder(config.name) : undefined;
    const path = (await folder?.place(secondStageFile)) ?? resolve(io.cwd, args.out!);
    await writeAtomic(path, text, { inputs });
    const training = { inputs: secondStage.inputs, curve, systems, warning };
    await folder?.write(trainingFile, `${JSON.stringify(training, null, 2)}\n`);
    const json = { ...secondStage, report: { curve, systems, warning } };
    io.out(args.json ? `${JSON.stringify(json, null, 2)}\n` : trainText(report, path, costs));
    return exitCodes.ok;
  });
};
