/**
 * Threads of the compiled build that a test starts in its own process need no TypeScript loader. They would inherit tap's,
 * which costs each of them more than a second; here they are given none. Threads of `src/` itself keep it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type * as workerThreads from 'node:worker_threads';

const builtin = createRequire(import.meta.url)('node:worker_threads') as {
  Worker: typeof workerThreads.Worker;
};
const plain = new AsyncLocalStorage<boolean>();

builtin.Worker = class extends builtin.Worker {
  constructor(filename: string | URL, options?: workerThreads.WorkerOptions) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    super(filename, plain.getStore() ? { ...options, execArgv: [], env } : options);
  }
};
syncBuiltinESMExports();

/** What `work` starts in threads is plain JavaScript. */
export const withPlainThreads = <T>(work: () => Promise<T>): Promise<T> => plain.run(true, work);
