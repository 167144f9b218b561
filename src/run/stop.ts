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
