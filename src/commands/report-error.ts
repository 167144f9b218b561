/** One message of at most twelve lines for whatever went wrong. */
import { exitCodes, HapuiError } from '../errors.ts';
import { printable } from '../text/terminal.ts';
import type { Io } from './io.ts';

const maxLines = 12;

/** Prints the error and returns the exit code that belongs to it. Stack traces only with `debug`. */
export const reportError = (error: unknown, io: Io, debug: boolean): number => {
  const isKnown = error instanceof HapuiError;
  const message = error instanceof Error ? error.message : String(error);
  const text = isKnown
    ? `error [${error.code}] ${message}`
    : `internal error: ${message}\nThis is a bug in hapui. Please report it with what --debug prints.`;
  const lines = printable(text).split('\n');
  const shown = lines.length > maxLines ? [...lines.slice(0, maxLines - 1), '…'] : lines;
  io.err(`${shown.join('\n')}\n`);
  if (debug && error instanceof Error) io.err(`${printable(traceOf(error))}\n`);
  return isKnown ? error.exitCode : exitCodes.internal;
};

const traceOf = (error: Error): string =>
  error.cause instanceof Error
    ? `${error.stack}\ncaused by ${traceOf(error.cause)}`
    : (error.stack ?? String(error));
