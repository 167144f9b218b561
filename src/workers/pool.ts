/**
 * A typed face on piscina: tasks are the named exports of `worker.ts`, errors keep their class across threads, and results
 * come back in the order of the inputs whatever the number of threads.
 */
import { Piscina } from 'piscina';
import { HapuiError } from '../errors.ts';
import { type Brake, createBrake } from './brake.ts';
import type { Begun, Braked, WireError } from './messages.ts';
import type * as tasks from './worker.ts';
import type { ThreadSetup } from './worker.ts';

type Tasks = typeof tasks;
export type TaskName = Extract<keyof Tasks, string>;
export type TaskInput<N extends TaskName> = Parameters<Tasks[N]>[0]['input'];
export type TaskOutput<N extends TaskName> =
  Awaited<ReturnType<Tasks[N]>> extends infer Reply ? Exclude<Reply, WireError> : never;

export interface WorkerPoolOptions {
  readonly threads: number;
  /** Read by the tasks at their first call in each thread; must survive structured cloning. */
  readonly setup: ThreadSetup;
  /** Heap of a thread, in MiB; default Node's own. */
  readonly maxHeapMb?: number;
  /** Whether work goes on where a thread died; otherwise the first death ends the pool. Default false. */
  readonly outlivesThreads?: boolean;
  /** Told when a thread is ready for the task that has this ticket. */
  readonly onBegun?: (ticket: number) => void;
  /** Time for native code to return once its task should end: it cannot be interrupted. Default: ten minutes. */
  readonly nativeMs?: number;
}

const defaultNativeMs = 600_000;

export interface WorkerPool {
  readonly threads: number;
  /** Once `signal` is aborted, the task is asked to end; then its thread is ended, if it does not answer. */
  run<N extends TaskName>(name: N, input: TaskInput<N>, signal?: AbortSignal): Promise<TaskOutput<N>>;
  close(): Promise<void>;
}

/**
 * Starts threads as tasks come. A task rejects with the error of its work; where its thread died, with `worker`, or with
 * whatever ended the thread where the pool outlives that. A pool whose thread is stuck in native code does nothing more.
 */
export const createWorkerPool = (options: WorkerPoolOptions): WorkerPool => {
  const { threads, setup, maxHeapMb, outlivesThreads, onBegun, nativeMs = defaultNativeMs } = options;
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const piscina = new Piscina({
    filename: new URL(`./worker.${extension}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 60_000,
    workerData: setup,
    atomics: 'disabled',
    resourceLimits: {
      // V8 lets the young generation grow far beyond what windows of pools need; memory is to be flat, not fast to fill.
      maxYoungGenerationSizeMb: 16,
      ...(maxHeapMb === undefined ? {} : { maxOldGenerationSizeMb: maxHeapMb }),
    },
  });
  // A thread that dies between tasks takes nothing with it: the next task starts another.
  piscina.on('error', () => {});
  piscina.on('message', (message: Begun) => onBegun?.(message.begun));
  let death: HapuiError | undefined;
  const brakes = new Set<Brake>();
  /** A thread that is stuck in native code is left to itself: ending it would end the process. */
  const destroy = async (): Promise<void> => {
    if (death?.cause === stuck) return;
    const returned = await Promise.all([...brakes].map((brake) => brake.pull(nativeMs)));
    if (!returned.includes(false)) await piscina.destroy();
  };
  /** Tasks that wait for a thread would wait for ever: the pool starts none in place of a dead one. */
  const endPool = (cause: unknown): never => {
    death ??= deathOf(cause);
    void destroy();
    throw death;
  };
  return {
    threads,
    run: async (name, input, signal) => {
      if (death) throw death;
      const brake = createBrake();
      brakes.add(brake);
      const message: Braked<unknown> = { input, cells: brake.cells };
      const start = (end: AbortSignal) => piscina.run(message, { name, signal: end });
      try {
        const reply: unknown = await braked(start, brake, nativeMs, signal).catch((error: unknown) =>
          error === stuck || !outlivesThreads ? endPool(error) : Promise.reject(error),
        );
        if (isWireError(reply)) throw fromWire(reply);
        return reply as never;
      } finally {
        brakes.delete(brake);
        brake.release();
      }
    },
    close: destroy,
  };
};

const stuck = new Error('native code in a worker thread does not return');

/** What `start` resolves to. When `signal` is aborted the brake is pulled; rejects with `stuck` where that is in vain. */
const braked = async <T>(
  start: (end: AbortSignal) => Promise<T>,
  brake: Brake,
  nativeMs: number,
  signal: AbortSignal | undefined,
): Promise<T> => {
  signal?.throwIfAborted();
  const end = new AbortController();
  const over = new AbortController();
  const inVain = new Promise<never>((_, reject) => {
    const stop = async (): Promise<void> => ((await brake.pull(nativeMs)) ? end.abort() : reject(stuck));
    signal?.addEventListener('abort', stop, { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([start(end.signal), inVain]);
  } finally {
    over.abort();
  }
};

const deathOf = (cause: unknown): HapuiError =>
  new HapuiError(
    'worker',
    cause === stuck
      ? {
          found: stuck.message,
          fix: 'Nothing stored is lost: check the model and its device, then run again.',
        }
      : {
          found: `a worker thread died: ${cause instanceof Error ? cause.message : String(cause)}`,
          fix: 'Check the memory of this machine; fewer --workers need less of it.',
        },
    { cause },
  );

const isWireError = (reply: unknown): reply is WireError =>
  typeof reply === 'object' && reply !== null && 'wireError' in reply;

const fromWire = ({ wireError: { code, problem, data } }: WireError): HapuiError =>
  new HapuiError(code, problem, { data });
