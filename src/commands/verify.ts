/** `hapui verify RUN`: whether a finished run is whole. */
import { tablesOf } from '../config/index.ts';
import { exitCodes } from '../errors.ts';
import { openFinishedRun } from '../run/finished.ts';
import { createStop } from '../run/stop.ts';
import { configOf, type VerifyReport, verifyRun } from '../run/verify.ts';
import { printable } from '../text/terminal.ts';
import type { Io } from './io.ts';
import { hideSecretsOf } from './load.ts';
import { createProgress } from './progress.ts';
import { unknownText } from './unknown-text.ts';

export interface VerifyArguments {
  readonly run: string;
  readonly output?: string | undefined;
  readonly workers?: number | undefined;
  readonly json?: boolean | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** Prints what is lost, duplicated and redone; exits with 100 where the run is not whole. */
export const verifyCommand = async (args: VerifyArguments, io: Io): Promise<number> => {
  const finished = await openFinishedRun(args.run, io.cwd, args.output);
  const config = configOf(finished, io.cwd);
  hideSecretsOf(config, io);
  const stop = createStop(0);
  const report = await verifyRun(finished, {
    tables: await tablesOf(config, io.env),
    cwd: io.cwd,
    env: io.env,
    workers: args.workers,
    allowCommands: args.allowCommands === true,
    stop,
    progress: createProgress(io, args.json === true),
    now: io.now,
  });
  io.out(args.json ? `${JSON.stringify(report)}\n` : verifyText(report));
  return report.problems.length > 0 ? exitCodes.checkFailed : exitCodes.ok;
};

const verifyText = ({
  run,
  dialogues,
  lost,
  duplicated,
  redone,
  files,
  unchecked,
  problems,
}: VerifyReport): string =>
  printable(
    [
      ...files.map(({ name, status }) => `${name}: ${status}`),
      ...(unchecked.known.length > 0 ? [`Not checked: ${unchecked.known.join(', ')}.`] : []),
      ...unknownText(unchecked),
      ...problems.map((problem) => `Problem: ${problem}.`),
      `${run}: ${dialogues} dialogues, lost ${lost.length}, duplicated ${duplicated.length}, redone ${redone}`,
      '',
    ].join('\n'),
  );
