/** A clock whose sleepers wake at once, in the order of their times; it only moves when somebody sleeps. */
import type { Clock } from '../../src/models/clock.ts';

export interface VirtualClock extends Clock {
  /** Every sleep that was not put off, in milliseconds. */
  readonly slept: readonly number[];
  advance(ms: number): void;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export const createVirtualClock = (): VirtualClock => {
  let time = 0;
  const slept: number[] = [];
  const sleepers = new Set<Sleeper>();
  const wakeNext = (): void => {
    const [next] = [...sleepers].sort((a, b) => a.at - b.at);
    if (next === undefined) return;
    sleepers.delete(next);
    time = Math.max(time, next.at);
    next.wake();
  };
  return {
    slept,
    now: () => time,
    date: () => time,
    advance: (ms) => {
      time += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const leave = (): void => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        };
        const sleeper = {
          at: time + ms,
          wake: () => {
            signal.removeEventListener('abort', leave);
            slept.push(ms);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener('abort', leave, { once: true });
        setImmediate(wakeNext);
      }),
  };
};
