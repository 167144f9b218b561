/** Generators and scorers at work: in the main thread where they wait for others, in threads of their own where they block. */
import type { Config } from '../config/index.ts';
import { HapuiError } from '../errors.ts';
import type { Json } from '../types.ts';
import { createWorkerPool, type WorkerPool } from '../workers/pool.ts';
import type { RunItems } from '../workers/resilient.ts';
import type { ThreadSetup } from '../workers/worker.ts';

/** Something that answers items, started. */
export interface AtWork<Item, Answer> {
  readonly identity: string;
  readonly run: RunItems<Item, Answer>;
  /** What it says of its own work so far, such as the devices that were used. */
  report(): Promise<Json>;
  close(): Promise<void>;
}

/** What generators and scorers have in common. */
interface Worker<Item, Answer> {
  readonly identity: string;
  work(items: readonly Item[], signal: AbortSignal): Promise<readonly Answer[]>;
  report?(): Json;
  close?(): Promise<void>;
}

/** Puts a worker to work in this thread. */
export const workHere = <Item, Answer>(worker: Worker<Item, Answer>): AtWork<Item, Answer> => ({
  identity: worker.identity,
  run: async (items, signal, begun) => {
    begun();
    try {
      return await Promise.race([worker.work(items, signal), rejectedWith(signal)]);
    } catch (error) {
      throw signal.aborted || error instanceof HapuiError ? error : asFailure(error);
    }
  },
  report: async () => worker.report?.() ?? null,
  close: async () => worker.close?.(),
});

/** Rejects when `signal` is aborted: what hangs in the main thread can only be left behind. */
const rejectedWith = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/** In the main thread an exception ends no thread: it is the batch that failed. */
const asFailure = (error: unknown): HapuiError =>
  new HapuiError(
    'generator',
    { found: error instanceof Error ? error.message : String(error) },
    { cause: error },
  );

/** A unit of work on its way to a thread. */
export interface ThreadCall<Item> {
  readonly items: readonly Item[];
  /** Number of the task, for its `Begun`. */
  readonly ticket: number;
  readonly signal: AbortSignal;
}

export interface ThreadWork<Item, Answer> {
  readonly setup: ThreadSetup;
  readonly threads: number;
  /** Where in the config it stands, for messages: `systems.kobart`. */
  readonly where: string;
  start(pool: WorkerPool, signal: AbortSignal): Promise<{ readonly identity: string }>;
  run(pool: WorkerPool, call: ThreadCall<Item>): Promise<readonly Answer[]>;
  report(pool: WorkerPool): Promise<Json>;
}

/** Puts work into threads of its own; a model that cannot be loaded fails here, before any work. */
export const workInThreads = async <Item, Answer>(
  { setup, threads, where, ...work }: ThreadWork<Item, Answer>,
  { deadlines }: Pick<Config, 'deadlines'>,
): Promise<AtWork<Item, Answer>> => {
  const begun = new Map<number, () => void>();
  let tickets = 0;
  const onBegun = (ticket: number): void => begun.get(ticket)?.();
  const nativeMs = Math.max(deadlines.item_seconds, deadlines.start_seconds) * 1000;
  const pool = createWorkerPool({ threads, setup, outlivesThreads: true, onBegun, nativeMs });
  const { identity } = await startFirst((signal) => work.start(pool, signal), deadlines.start_seconds).catch(
    async (cause: unknown) => {
      await pool.close();
      throw startFailure(where, cause);
    },
  );
  return {
    identity,
    run: async (items, signal, whenBegun) => {
      tickets += 1;
      const ticket = tickets;
      begun.set(ticket, whenBegun);
      try {
        return await work.run(pool, { items, ticket, signal });
      } finally {
        begun.delete(ticket);
      }
    },
    report: () => work.report(pool),
    close: () => pool.close(),
  };
};

/** Starts one thread: what is wrong with a model or plugin shows here, once, before any work. */
const startFirst = async <T>(start: (signal: AbortSignal) => Promise<T>, seconds: number): Promise<T> => {
  const limit = AbortSignal.timeout(seconds * 1000);
  try {
    return await start(limit);
  } catch (error) {
    throw limit.aborted ? new Error(`it was not ready within ${seconds} s`) : error;
  }
};

const startFailure = (where: string, cause: unknown): HapuiError =>
  cause instanceof HapuiError
    ? new HapuiError(
        cause.code === 'internal' ? 'worker' : cause.code,
        { ...cause.problem, where: cause.problem.where ?? where },
        { cause, data: cause.data },
      )
    : new HapuiError(
        'worker',
        {
          where,
          found: `its worker died at start: ${(cause as Error).message}`,
          fix: 'Check the model and the memory of this machine; `--debug` shows the cause.',
        },
        { cause },
      );

/**
 * `resolved` with the references of `written` put back: a value of the environment is no part of a key, so that a new
 * password keeps the answers it paid for. What of it decides answers (an address, say) is in the identity.
 */
export const withReferences = (resolved: Json, written: Json | undefined): Json => {
  if (typeof written === 'string') return written.includes('${') ? written : resolved;
  if (typeof resolved !== 'object' || resolved === null) return resolved;
  if (typeof written !== 'object' || written === null) return resolved;
  if (Array.isArray(resolved))
    return resolved.map((item, index) => withReferences(item as Json, (written as readonly Json[])[index]));
  const references = written as { readonly [key: string]: Json };
  return Object.fromEntries(
    Object.entries(resolved).map(([key, value]) => [key, withReferences(value as Json, references[key])]),
  );
};
