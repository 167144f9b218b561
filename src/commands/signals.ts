/** Ctrl-C and its kin: the first drains, the second stops at once. Neither loses a stored answer. */
import type { Stop } from '../run/stop.ts';
import type { Io } from './io.ts';

const exitCodeOf = { SIGINT: 130, SIGTERM: 143 } as const;

/** Time for a run that is cut off to close its files; what still works then (native code, say) is left behind. */
const closingMs = 3000;

/** Listens until closed; `exitCode` is set once a signal came. */
export const onSignals = (stop: Stop, io: Io): { exitCode(): number | undefined; close(): void } => {
  let code: number | undefined;
  let last: NodeJS.Timeout | undefined;
  const listen = (signal: keyof typeof exitCodeOf) => () => {
    if (code === undefined) io.err(`${signal}: finishing what is in flight; once more to stop at once.\n`);
    // A store that only grows survives this as it survives a kill.
    else if (last === undefined) last = setTimeout(() => process.exit(exitCodeOf[signal]), closingMs);
    else process.exit(exitCodeOf[signal]);
    code = exitCodeOf[signal];
    stop.drain(signal);
  };
  const listeners = { SIGINT: listen('SIGINT'), SIGTERM: listen('SIGTERM') };
  for (const [signal, listener] of Object.entries(listeners)) process.on(signal, listener);
  return {
    exitCode: () => code,
    close: () => {
      clearTimeout(last);
      for (const [signal, listener] of Object.entries(listeners)) process.off(signal, listener);
    },
  };
};
