/** How a run ends early, and how its parts hear of it. */
import { setMaxListeners } from 'node:events';
import { HapuiError } from '../errors.ts';

/**
 * How a run ends early: first it drains (nothing new begins, what is in flight has a grace period), then it is cut off.
 * Either way every stored answer stays.
 */
export interface StopSignal {
  /** Aborted when work in flight must end. */
  readonly signal: AbortSignal;
  isDraining(): boolean;
  /** Why, once it drains. */
  reason(): string | undefined;
}

export interface Stop extends StopSignal {
  /** Begins nothing new; cuts off after the grace period. A second call cuts off at once. */
  drain(reason: string): void;
  /** Forgets its timers. */
  close(): void;
}

export const createStop = (graceMs: number): Stop => {
  const controller = new AbortController();
  // each task in flight listens
  setMaxListeners(0, controller.signal);
  let why: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    isDraining: () => why !== undefined,
    reason: () => why,
    drain: (reason) => {
      if (why !== undefined) {
        controller.abort(new Error(why));
        return;
      }
      why = reason;
      timer = setTimeout(() => controller.abort(new Error(reason)), graceMs);
      timer.unref();
    },
    close: () => clearTimeout(timer),
  };
};

/** A stop that workers side by side share: where one fails, the others begin nothing new. */
export interface SharedStop extends StopSignal {
  fail(): void;
}

/** `outer`, or the failure of one of those who share it. */
export const shareStop = (outer: StopSignal): SharedStop => {
  let isFailed = false;
  return {
    signal: outer.signal,
    isDraining: () => isFailed || outer.isDraining(),
    reason: () => outer.reason(),
    fail: () => {
      isFailed = true;
    },
  };
};

/**
 * Does all of `work` and waits for all of it, then throws the first failure: nobody writes to a store that its owner has
 * begun to close, and nobody pays for answers that can no longer be stored.
 */
export const settleAll = async <T>(stop: SharedStop, work: readonly (() => Promise<T>)[]): Promise<T[]> => {
  const running = work.map(async (each) => {
    try {
      return await each();
    } catch (error) {
      stop.fail();
      throw error;
    }
  });
  await Promise.allSettled(running);
  return Promise.all(running);
};

/** Throws `stopped` once the run is asked to end. */
export const refuseStopped = (stop: StopSignal): void => {
  if (!stop.isDraining()) return;
  throw new HapuiError('stopped', {
    found: `the run ended early: ${stop.reason()}`,
    fix: 'Run it again to continue; nothing that was stored is asked for again.',
  });
};

/** Does `work`, which ends with `stop.signal`; whatever it fails with once it was cut off is `stopped`. */
export const untilCutOff = async <T>(
  stop: StopSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  try {
    return await work(stop.signal);
  } catch (error) {
    if (stop.signal.aborted) refuseStopped(stop);
    throw error;
  }
};
