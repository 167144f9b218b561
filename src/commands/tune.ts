/** `hapui tune`: searches weights of fusion and generation options on `labelled`. */
import { exitCodes } from '../errors.ts';
import { tune, tuningFile } from '../run/tune.ts';
import type { Io } from './io.ts';
import { overLabelled } from './learning.ts';
import type { TrainArguments } from './train.ts';
import { tuneText } from './tune-text.ts';

/** As of `hapui train`; `out` is `tuning.json` in the run's folder where it is absent. */
export type TuneArguments = TrainArguments;

/** Searches and prints what to put into the config. */
export const tuneCommand = (args: TuneArguments, io: Io): Promise<number> =>
  overLabelled(
    'tune',
    'nothing to judge options by',
    args,
    io,
    async (workspace) => ({
      report: await tune(workspace),
      costs: workspace.bills.total(workspace.budget),
    }),
    async ({ report, costs }, place) => {
      const text = `${JSON.stringify(report, null, 2)}\n`;
      const path = await place.write(tuningFile, text);
      io.out(args.json ? text : tuneText(report, path, costs));
      return exitCodes.ok;
    },
  );
