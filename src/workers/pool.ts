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
  /** Whether work goes on where a thread died; otherwise the first death ends the pool. Default false. */
  readonly outlivesThreads?: boolean;
  /** Told when a thread is ready for the task that has this ticket. */
  readonly onBegun?: (ticket: number) => void;
}

export interface WorkerPool {
  readonly threads: number;
  run<N extends TaskName>(name: N, input: TaskInput<N>, signal?: AbortSignal): Promise<TaskOutput<N>>;
  close(): Promise<void>;
}

/**
 * Starts threads as tasks come. A task rejects with the error of its work; where its thread died, with `worker`, or with
 * whatever ended the thread where the pool outlives that.
 */
export const createWorkerPool = (options: WorkerPoolOptions): WorkerPool => {
  const { threads, setup, maxHeapMb, outlivesThreads, onBegun } = options;
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
  /** Tasks that wait for a thread would wait for ever: the pool starts none in place of a dead one. */
  const endPool = (error: unknown): never => {
    death ??= deathOf(error);
    void piscina.destroy();
    throw death;
  };
  return {
    threads,
    run: async (name, input, signal) => {
      const running: Promise<unknown> = piscina.run(input, { name, ...(signal ? { signal } : {}) });
      const reply = await (outlivesThreads ? running : running.catch(endPool));
      if (isWireError(reply)) throw fromWire(reply);
      return reply as never;
    },
    close: () => piscina.destroy(),
  };
};

const deathOf = (cause: unknown): HapuiError =>
  new HapuiError(
    'worker',
    {
      found: `a worker thread died: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'Check the memory of this machine; fewer --workers need less of it.',
    },
    { cause },
  );

const isWireError = (reply: unknown): reply is WireError =>
  typeof reply === 'object' && reply !== null && 'wireError' in reply;

const fromWire = ({ wireError: { code, problem, data } }: WireError): HapuiError =>
  new HapuiError(code, problem, { data });
