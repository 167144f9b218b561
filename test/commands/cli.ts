/** Runs the command line in a thread beside the test, in a folder of its own, and collects what it prints. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, SHARE_ENV, Worker } from 'node:worker_threads';
import { buildSource } from '../faults/build.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder for one test, removed at its end. */
export const scratch = async (t: { teardown(work: () => Promise<void>): void }): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hapui-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

let started: Worker | undefined;

/**
 * The thread of the compiled build. It and the threads that it starts are without the test runner's loaders, which cost
 * seconds of processor time a file, for JavaScript that is plain.
 */
const program = (): Worker => {
  if (started) return started;
  delete process.env.NODE_OPTIONS;
  started = new Worker(new URL('plain-program.mjs', import.meta.url), {
    workerData: { program: pathToFileURL(join(buildSource(), 'commands/program.js')).href },
    env: SHARE_ENV,
    execArgv: [],
  });
  started.unref();
  return started;
};

/** `hapui ARGV…` with `cwd` as the current folder. `step` milliseconds pass from one look at the clock to the next. */
export const hapui = async (
  cwd: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  step: number | 'real' = 0,
): Promise<Ran> => {
  const { port1, port2 } = new MessageChannel();
  program().postMessage({ port: port2, cwd, argv, env, step }, [port2]);
  const [ran] = (await once(port1, 'message')) as [Ran];
  port1.close();
  return ran;
};
