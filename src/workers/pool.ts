/**
 * A typed face on piscina: tasks are the named exports of `worker.ts`, errors keep their class across threads, and results
 * come back in the order of the inputs whatever the number of threads.
 */
import { Piscina } from 'piscina';
import { HapuiError } from '../errors.ts';
import type { Begun, WireError } from './messages.ts';
import type * as tasks from './worker.ts';
import type { ThreadSetup } from './worker.ts';

type Tasks = typeof tasks;
export type TaskName = Extract<keyof Tasks, string>;
export type TaskInput<N extends TaskName> = Parameters<Tasks[N]>[0];
export type TaskOutput<N extends TaskName> =
  Awaited<ReturnType<Tasks[N]>> extends infer Reply ? Exclude<Reply, WireError> : never;

export interface WorkerPoolOptions {
  readonly threads: number;
  /** Read by the tasks at their first call in each thread; must survive structured cloning. */
  readonly setup: ThreadSetup;
  /** Heap of a thread, in MiB; default Node's own. */
  readonly maxHeapMb?: number;
  /** Told when a thread is ready for the task that has this ticket. */
  readonly onBegun?: (ticket: number) => void;
}

export interface WorkerPool {
  readonly threads: number;
  run<N extends TaskName>(name: N, input: TaskInput<N>, signal?: AbortSignal): Promise<TaskOutput<N>>;
  close(): Promise<void>;
}

/** Starts threads as tasks come. Rejects a task with the error of its thread, or `worker` where the thread died. */
export const createWorkerPool = (options: WorkerPoolOptions): WorkerPool => {
  const { threads, setup, maxHeapMb, onBegun } = options;
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
  return {
    threads,
    run: async (name, input, signal) => {
      const reply: unknown = await piscina.run(input, { name, ...(signal ? { signal } : {}) });
      if (isWireError(reply)) throw fromWire(reply);
      return reply as never;
    },
    close: () => piscina.destroy(),
  };
};

const isWireError = (reply: unknown): reply is WireError =>
  typeof reply === 'object' && reply !== null && 'wireError' in reply;

const fromWire = ({ wireError: { code, problem, data } }: WireError): HapuiError =>
  new HapuiError(code, problem, { data });
