/** `hapui tune`: searches weights of fusion and generation options on `labelled`. */
import { exitCodes } from '../errors.ts';
import { tune, tuningFile } from '../run/tune.ts';
import { drawTuning, tuningPageFile } from '../run/tuning-page.ts';
import type { Io } from './io.ts';
import { type LearningArguments, overLabelled } from './learning.ts';
import { tuneText } from './tune-text.ts';

/** Searches and prints what to put into the config. */
export const tuneCommand = (args: LearningArguments, io: Io): Promise<number> =>
  overLabelled(
    { command: 'tune', needs: 'nothing to judge options by', hasPage: ({ output }) => output.report },
    args,
    io,
    async (workspace) => ({
      report: await tune(workspace),
      costs: workspace.bills.total(workspace.budget),
    }),
    async ({ report, costs }, place, { name, output }) => {
      const text = `${JSON.stringify(report, null, 2)}\n`;
      const written = [await place.write(tuningFile, text)];
      if (output.report) written.push(await place.writePage(tuningPageFile, await drawTuning(name, report)));
      else await place.folder?.remove(tuningPageFile);
      io.out(args.json ? text : tuneText(report, written, costs));
      return exitCodes.ok;
    },
  );
