/** Runs the command line in this process, in a folder of its own, and collects what it prints. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as program from '../../src/commands/program.ts';
import { buildSource } from '../faults/build.ts';
import { withPlainThreads } from './plain-threads.ts';

/** Compiled once: threads then start at once, and run what users run. */
const { main } = (await import(
  pathToFileURL(join(buildSource(), 'commands/program.js')).href
)) as typeof program;

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

/** `hapui ARGV…` with `cwd` as the current folder; no time passes unless `now` says so. */
export const hapui = async (
  cwd: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  now: () => number = () => 0,
): Promise<Ran> => {
  let out = '';
  let err = '';
  const io: Parameters<typeof main>[1] = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env,
    cwd,
    isTerminal: false,
    now,
  };
  const code = await withPlainThreads(() => main(argv, io));
  return { code, out, err };
};
