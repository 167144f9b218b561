/**
 * How a task in a thread is made to end: it is asked, gets time to answer, and only then may its thread be ended; never amid
 * a call into native code (`models/native.ts`).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { cell, countCallsIn, createCells } from '../models/native.ts';

/** Time that a thread outside of native code has to answer; one that follows its signal needs a few milliseconds. */
const politeMs = 500;

/** Time for native code to return when the process ends. Then the process is killed, which loses nothing stored. */
const exitMs = 5000;

/** The brake of one task. */
export interface Brake {
  /** Goes to the thread, along with the task. */
  readonly cells: Int32Array;
  /**
   * Asks the task to end and resolves when its thread may be ended: it is outside of native code, for good, and had time to
   * answer. False where native code has not returned within `nativeMs`.
   */
  pull(nativeMs: number): Promise<boolean>;
  /** The task is over, or was given up. */
  release(): void;
}

/** Cells of the tasks under way, and of those that were given up within native code. */
const underWay = new Set<Int32Array>();

export const createBrake = (): Brake => {
  if (!process.listeners('exit').includes(brakeAll)) process.on('exit', brakeAll);
  const cells = createCells();
  underWay.add(cells);
  return {
    cells,
    pull: async (nativeMs) => {
      ask(cells);
      const returned = await whenOutside(cells, nativeMs);
      if (returned) await sleep(politeMs);
      return returned;
    },
    release: () => {
      if (Atomics.load(cells, cell.calls) === 0) underWay.delete(cells);
    },
  };
};

/** Runs a task in its thread, with a signal that is aborted when the brake is pulled. */
export const withBrake = async <T>(
  cells: Int32Array,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  countCallsIn(cells);
  const controller = new AbortController();
  const asked = Atomics.waitAsync(cells, cell.asked, 0).value;
  void Promise.resolve(asked).then(() => {
    if (Atomics.load(cells, cell.asked) === 1) controller.abort();
  });
  try {
    return await work(controller.signal);
  } finally {
    // Wakes the wait above, which would stay with the thread otherwise.
    Atomics.notify(cells, cell.asked);
  }
};

const ask = (cells: Int32Array): void => {
  Atomics.store(cells, cell.asked, 1);
  Atomics.notify(cells, cell.asked);
};

/** From now on no call begins: it is enough to see none under way once. */
const whenOutside = async (cells: Int32Array, ms: number): Promise<boolean> => {
  // Such a wait alone keeps no process alive, and it may end later than a timer of the same length.
  const kept = setInterval(() => {}, ms);
  try {
    for (let calls = Atomics.load(cells, cell.calls); calls > 0; calls = Atomics.load(cells, cell.calls))
      if ((await Atomics.waitAsync(cells, cell.calls, calls, ms).value) === 'timed-out') return false;
    return true;
  } finally {
    clearInterval(kept);
  }
};

/** A process that exits ends its threads, whatever they are at. */
const brakeAll = (): void => {
  for (const cells of underWay) ask(cells);
  for (const cells of underWay)
    for (let calls = Atomics.load(cells, cell.calls); calls > 0; calls = Atomics.load(cells, cell.calls))
      if (Atomics.wait(cells, cell.calls, calls, exitMs) === 'timed-out')
        process.kill(process.pid, 'SIGKILL');
};
