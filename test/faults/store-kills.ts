/** A process that stores answers is killed and started again until it ends; afterwards the store must tell no lie. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { openStore } from '../../src/run/store/index.ts';
import { buildSource } from './build.ts';

/** Answers that the process stores in all. */
export const answers = 300;

/** Moment of a kill, in lines said; three of them leave answers to be stored. */
export const randomMoment = (random: () => number): number => 1 + Math.floor(random() * (answers / 2));

/** What one life of the process said. */
export interface Life {
  readonly lines: readonly string[];
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

export interface LifeOptions {
  readonly fsync: 'every' | 'second';
  /** Kills it when it has said this many lines. */
  readonly killAfter?: number;
  /** See `src/run/crash-points.ts`. */
  readonly crashAt?: string;
}

const killAtLine = (child: ChildProcess, lines: string[], killAfter: number): void => {
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  reader.on('line', (line) => {
    lines.push(line);
    if (lines.length === killAfter) child.kill('SIGKILL');
  });
};

/** Runs the process on `folder` until it ends or is killed. */
export const live = async (folder: string, options: LifeOptions): Promise<Life> => {
  const killAfter = options.killAfter ?? -1;
  // Two lines an answer, and a few answers more, so that the kill hits one that is at work.
  const allowed = killAfter < 0 ? answers : Math.ceil(killAfter / 2) + 8;
  const writer = join(import.meta.dirname, 'writer.mjs');
  const args = [writer, buildSource(), folder, String(answers), options.fsync, String(allowed)];
  const crash = options.crashAt === undefined ? {} : { HAPUI_CRASH_AT: options.crashAt };
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...crash } });
  const lines: string[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  killAtLine(child, lines, killAfter);
  const [, signal] = await once(child, 'close');
  return { lines, signal, stderr };
};

const numbers = (lives: readonly Life[], word: string): number[] =>
  lives.flatMap(({ lines }) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.slice(word.length + 1))),
  );

/** Lets the process end and checks: every answer once, and no acknowledged one computed again. */
export const checkLives = async (t: Test, folder: string, killed: readonly Life[]): Promise<void> => {
  const last = await live(folder, { fsync: 'every' });
  t.equal(last.lines.at(-1), 'done', last.stderr);
  const acknowledged = new Set<number>();
  for (const life of [...killed, last]) {
    const again = numbers([life], 'computed').filter((n) => acknowledged.has(n));
    t.same(again, [], 'an acknowledged answer is never computed again');
    for (const n of numbers([life], 'stored')) acknowledged.add(n);
  }
  const store = await openStore(folder, { readOnly: true });
  const stage = await store.stage('generate', 'x');
  t.match(stage.stats, { records: answers, duplicates: 0, corrupt: 0, tornBytes: 0 }, 'every answer once');
  await store.close();
};
