/** Work that signals, a deadline or a budget may end early: in order, nothing lost, and said how to go on. */
import { HapuiError } from '../errors.ts';
import { createStop, type Stop } from '../run/stop.ts';
import { printable } from '../text/terminal.ts';
import type { Io } from './io.ts';
import { reportError } from './report-error.ts';
import { onSignals } from './signals.ts';

export interface StoppableOptions {
  /** Time for what is in flight once the work is asked to end. */
  readonly graceMs: number;
  /** Seconds after which it is asked to end. */
  readonly deadline?: number | undefined;
  /** The command that goes on. */
  readonly continuing: string;
}

/** Does `work` and returns its exit code, or that of what ended it. */
export const stoppable = async (
  io: Io,
  { graceMs, deadline, continuing }: StoppableOptions,
  work: (stop: Stop) => Promise<number>,
): Promise<number> => {
  const stop = createStop(graceMs);
  const signals = onSignals(stop, io);
  const timer =
    deadline === undefined
      ? undefined
      : setTimeout(() => stop.drain(`the deadline of ${deadline} s`), deadline * 1000).unref();
  try {
    return await work(stop);
  } catch (error) {
    if (!isStopped(error)) throw error;
    const code = signals.exitCode() ?? reportError(error, io, false);
    io.err(`Nothing stored is lost. To continue: ${printable(continuing)}\n`);
    return code;
  } finally {
    clearTimeout(timer);
    signals.close();
    stop.close();
  }
};

const isStopped = (error: unknown): boolean => error instanceof HapuiError && error.code === 'stopped';
