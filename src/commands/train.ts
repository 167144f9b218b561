/** `hapui train`: learns the second stage from `labelled` and says what it is worth. */
import { exitCodes } from '../errors.ts';
import { secondStageFile, trainingFile } from '../run/learned.ts';
import { trainReport } from '../run/train-report.ts';
import type { Io } from './io.ts';
import { type LearningArguments, overLabelled } from './learning.ts';
import { trainText } from './train-text.ts';

/** Trains and prints the ladder. */
export const trainCommand = (args: LearningArguments, io: Io): Promise<number> =>
  overLabelled(
    { command: 'train', needs: 'nothing to learn from' },
    args,
    io,
    async (workspace) => ({
      report: await trainReport(workspace),
      costs: workspace.bills.total(workspace.budget),
    }),
    async ({ report, costs }, place) => {
      const { secondStage, curve, systems, warning = null } = report;
      const path = await place.write(secondStageFile, `${JSON.stringify(secondStage, null, 2)}\n`);
      const training = { inputs: secondStage.inputs, curve, systems, warning };
      await place.folder?.write(trainingFile, `${JSON.stringify(training, null, 2)}\n`);
      const json = { ...secondStage, report: { curve, systems, warning } };
      io.out(args.json ? `${JSON.stringify(json, null, 2)}\n` : trainText(report, path, costs));
      return exitCodes.ok;
    },
  );
