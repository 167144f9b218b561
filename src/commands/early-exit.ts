/** A process that ends before hapui is done must not pass for one that did its work, whatever code ended it. */
import { HapuiError } from '../errors.ts';
import type { Io } from './io.ts';
import { reportError } from './report-error.ts';

/** How hapui itself ends a process: after a second signal (`signals.ts`), or without a reader (`io.ts`). */
const ownCodes: readonly number[] = [130, 141, 143];

/** Reports an end of the process as an error until the returned function is called. */
export const refuseEarlyExit = (io: Io): (() => void) => {
  let isIdle = false;
  const idle = (): void => {
    isIdle = true;
  };
  const report = (code: number): void => {
    if (ownCodes.includes(code)) return;
    process.exitCode = reportError(isIdle ? nothingLeft() : earlyExit(code), io, false);
  };
  process.once('beforeExit', idle);
  process.once('exit', report);
  return () => {
    process.off('beforeExit', idle);
    process.off('exit', report);
  };
};

const nothingLeft = (): HapuiError =>
  new HapuiError('internal', {
    found: 'nothing is left to wait for, and the work is not done',
    fix: 'A plugin may wait for something that never comes; else this is a bug in hapui.',
  });

const earlyExit = (code: number): HapuiError =>
  new HapuiError('plugin', {
    found: `the process was made to exit with ${code} before the work was done`,
    expected: 'plugins that throw where they cannot go on',
    fix: 'Take the call of process.exit() out of the plugin, or of what it loads.',
  });
