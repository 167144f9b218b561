/** `hapui run`: the main job. */
import { HapuiError } from '../errors.ts';
import { run } from '../run/pipeline.ts';
import { createStop } from '../run/stop.ts';
import { parseShard } from '../run/windows.ts';
import { printable } from '../text/terminal.ts';
import { closingJson, closingTable } from './closing-table.ts';
import { continuingCommand } from './continuing.ts';
import type { Io } from './io.ts';
import { type ConfigArguments, loadForCommand } from './load.ts';
import { createProgress } from './progress.ts';
import { reportError } from './report-error.ts';
import { onSignals } from './signals.ts';

export interface RunArguments extends ConfigArguments {
  readonly limit?: number | undefined;
  readonly only?: readonly string[] | undefined;
  readonly shard?: string | undefined;
  readonly workers?: number | undefined;
  readonly fresh?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly deadline?: number | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** Runs and prints the closing table; the exit code says whether every id is decided by all of its systems. */
export const runCommand = async (args: RunArguments, io: Io): Promise<number> => {
  const { config, tables } = await loadForCommand(args, io);
  const progress = createProgress(io, args.quiet === true);
  const stop = createStop(config.deadlines.grace_seconds * 1000);
  const signals = onSignals(stop, io);
  const deadline =
    args.deadline === undefined
      ? undefined
      : setTimeout(() => stop.drain(`the deadline of ${args.deadline} s`), args.deadline * 1000).unref();
  try {
    for (const { id, variables } of config.skipped)
      progress.note(`The optional system ${id} is skipped: ${variables.join(', ')} not set.`);
    const result = await run({
      config,
      tables,
      cwd: io.cwd,
      env: io.env,
      limit: args.limit,
      only: args.only,
      shard: args.shard === undefined ? undefined : parseShard(args.shard),
      workers: args.workers,
      fresh: args.fresh,
      allowCommands: args.allowCommands === true,
      stop,
      progress,
      now: io.now,
    });
    if (args.json) io.out(`${JSON.stringify(closingJson(result))}\n`);
    else if (!args.quiet) io.out(closingTable(result, io.cwd));
    return result.quarantined.length > 0 ? 4 : 0;
  } catch (error) {
    if (!isStopped(error)) throw error;
    const signal = signals.exitCode();
    const code = signal ?? reportError(error, io, false);
    io.err(`Nothing stored is lost. To continue: ${printable(continuingCommand(args))}\n`);
    return code;
  } finally {
    clearTimeout(deadline);
    signals.close();
    stop.close();
  }
};

const isStopped = (error: unknown): boolean => error instanceof HapuiError && error.code === 'stopped';
