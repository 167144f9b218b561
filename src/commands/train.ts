/** `hapui train`: learns the second stage from `labelled` and says what it is worth. */
import { dirname, resolve } from 'node:path';
import { ConfigError, exitCodes } from '../errors.ts';
import type { SecondStage } from '../evaluate/second-stage.ts';
import { type Costs, costsText } from '../run/costs.ts';
import { openOutputFolder, writeAtomic } from '../run/files.ts';
import { secondStageFile } from '../run/learned.ts';
import { inputFiles } from '../run/pipeline.ts';
import { train } from '../run/train.ts';
import { withWorkspace } from '../run/workspace.ts';
import { continuingCommand } from './continuing.ts';
import type { Io } from './io.ts';
import { type ConfigArguments, loadForCommand } from './load.ts';
import { createProgress } from './progress.ts';
import { stoppable } from './stoppable.ts';
import { figure, renderTable } from './table.ts';

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
  const root = await openOutputFolder(dirname(config.run_folder), { inputs: inputFiles(config) });
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
    const { secondStage, costs } = await withWorkspace(options, async (workspace) => ({
      ...(await train(workspace, async () => undefined)),
      costs: workspace.bills.total(workspace.budget),
    }));
    const text = `${JSON.stringify(secondStage, null, 2)}\n`;
    const path =
      args.out === undefined
        ? await (await root.folder(config.name)).place(secondStageFile)
        : resolve(io.cwd, args.out);
    await writeAtomic(path, text, { inputs: inputFiles(config) });
    io.out(args.json ? text : trainText(secondStage, path, costs));
    return exitCodes.ok;
  });
};

const trainText = (learned: SecondStage, path: string, costs: Costs | undefined): string =>
  [
    renderTable(
      [
        { head: 'rung' },
        { head: 'score', align: 'right' },
        { head: 'gain', align: 'right' },
        { head: '95 % interval', align: 'right' },
        { head: 'chosen', align: 'right' },
      ],
      [
        ...learned.ladder.map((rung) => ladderRow(rung.rung, rung, `${rung.chosen_in}×`)),
        ladderRow('auto', learned.auto, learned.chosen),
      ],
    ),
    renderTable(
      [
        { head: 'system' },
        { head: 'skill', align: 'right' },
        { head: 'dialogues', align: 'right' },
        { head: 'weight', align: 'right' },
      ],
      learned.systems.map(({ id, skill, dialogues, weight }) => [
        id,
        figure(skill === null ? undefined : 100 * skill, 2),
        String(dialogues),
        figure(weight, 4),
      ]),
    ),
    `Signature: ${learned.signature}`,
    learned.summary,
    ...(costs ? costsText(costs) : []),
    `Written to ${path}`,
    '',
  ].join('\n');

const ladderRow = (
  name: string,
  { score, gain }: Pick<SecondStage['auto'], 'score' | 'gain'>,
  chosen: string,
): string[] => [
  name,
  figure(score, 2),
  figure(gain.mean, 2),
  `${figure(gain.low, 2)} … ${figure(gain.high, 2)}`,
  chosen,
];
