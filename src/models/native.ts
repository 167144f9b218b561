/**
 * Calls into native code, counted where whoever may end their thread can see it. A thread that is ended amid such a call
 * takes the whole process down (SIGABRT): what the call returns or throws has no JavaScript left to go to.
 */

/** Places in the cells that a thread shares: its calls under way; 1 once it is asked to end its work. */
export const cell = { calls: 0, asked: 1 } as const;

/** Cells of a task, to be shared between its thread and whoever started it. */
export const createCells = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(8));

let counted: Int32Array | undefined;

/** From now on this thread counts its calls in `cells`. */
export const countCallsIn = (cells: Int32Array): void => {
  counted = cells;
};

/** Does work that calls native code. Throws without doing it where the thread has been asked to end its work. */
export const inNative = async <T>(work: () => T | Promise<T>): Promise<T> => {
  const cells = counted;
  if (cells === undefined) return work();
  Atomics.add(cells, cell.calls, 1);
  try {
    // Counted first, then looked: who asks does it the other way round, so that one of the two sees the other.
    if (Atomics.load(cells, cell.asked) === 1) throw new Error('the work was asked to end');
    return await work();
  } finally {
    Atomics.sub(cells, cell.calls, 1);
    Atomics.notify(cells, cell.calls);
  }
};
