/** `hapui tune`: searches weights of fusion and generation options on `labelled`. */
import { dirname, resolve } from 'node:path';
import { ConfigError, exitCodes } from '../errors.ts';
import { openOutputFolder, writeAtomic } from '../run/files.ts';
import { inputFiles } from '../run/pipeline.ts';
import { tune, tuningFile } from '../run/tune.ts';
import { withWorkspace } from '../run/workspace.ts';
import { continuingCommand } from './continuing.ts';
import type { Io } from './io.ts';
import { loadForCommand } from './load.ts';
import { createProgress } from './progress.ts';
import { stoppable } from './stoppable.ts';
import type { TrainArguments } from './train.ts';
import { tuneText } from './tune-text.ts';

/** As of `hapui train`; `out` is `tuning.json` in the run's folder where it is absent. */
export type TuneArguments = TrainArguments;

/** Searches and prints what to put into the config. */
export const tuneCommand = async (args: TuneArguments, io: Io): Promise<number> => {
  const { config, tables } = await loadForCommand(args, io);
  if (!config.labelled)
    throw new ConfigError('config-missing', {
      where: `${config.file} labelled`,
      found: 'nothing to judge options by',
      expected: 'dialogues with references and the systems’ outputs on them',
      fix: 'Add `labelled: { dataset: dev.csv, systems: dev/*.csv }`.',
    });
  const root = await openOutputFolder(dirname(config.run_folder), { inputs: inputFiles(config) });
  const ending = {
    graceMs: config.deadlines.grace_seconds * 1000,
    continuing: continuingCommand('tune', args),
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
      report: await tune(workspace),
      costs: workspace.bills.total(workspace.budget),
    }));
    const text = `${JSON.stringify(report, null, 2)}\n`;
    const folder = args.out === undefined ? await root.folder(config.name) : undefined;
    const path = (await folder?.place(tuningFile)) ?? resolve(io.cwd, args.out!);
    await writeAtomic(path, text, { inputs: inputFiles(config) });
    io.out(args.json ? text : tuneText(report, path, costs));
    return exitCodes.ok;
  });
};
