/** Ctrl-C and its kin: the first drains, the second stops at once. Neither loses a stored answer. */
import type { Stop } from '../run/stop.ts';
import type { Io } from './io.ts';

const exitCodeOf = { SIGINT: 130, SIGTERM: 143 } as const;

/** Listens until closed; `exitCode` is set once a signal came. */
export const onSignals = (stop: Stop, io: Io): { exitCode(): number | undefined; close(): void } => {
  let code: number | undefined;
  const listen = (signal: keyof typeof exitCodeOf) => () => {
    if (code === undefined) io.err(`${signal}: finishing what is in flight; once more to stop at once.\n`);
    code = exitCodeOf[signal];
    stop.drain(signal);
  };
  const listeners = { SIGINT: listen('SIGINT'), SIGTERM: listen('SIGTERM') };
  for (const [signal, listener] of Object.entries(listeners)) process.on(signal, listener);
  return {
    exitCode: () => code,
    close: () => {
      for (const [signal, listener] of Object.entries(listeners)) process.off(signal, listener);
    },
  };
};
