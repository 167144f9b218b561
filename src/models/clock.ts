/** Time as an argument: what waits for a limit or a retry is tested without waiting. */
import { setTimeout as wait } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds that only grow; their start means nothing. */
  now(): number;
  /** Milliseconds since 1970, for dates that a server tells. */
  date(): number;
  /** Resolves after `ms`; rejects at once when `signal` is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};
