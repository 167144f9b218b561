/** Whole runs that are killed and run again until they end; what they write must be as if nothing had happened. */
import type { Test } from 'tap';
import { hapui as here } from '../commands/cli.ts';
import { freshFolder } from './folders.ts';
import {
  checkContinued,
  type Ended,
  hapui,
  logged,
  outputsOf,
  start,
  whenComputed,
  writeRun,
} from './runs.ts';

/** Dialogues of a run; two systems answer each of them. */
export const dialogues = 24;

/** A run that nothing happened to. */
export const unbrokenRun = async (
  t: Test,
): Promise<{ readonly folder: string; readonly outputs: Readonly<Record<string, string>> }> => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues });
  const { code, err } = await here(folder, ['run']);
  if (code !== 0) throw new Error(err);
  return { folder, outputs: outputsOf(folder) };
};

/** Where a process is killed: when so many answers more were computed, so many milliseconds later. */
export interface Moment {
  readonly answers: number;
  readonly ms: number;
}

/** Any moment of a run: most are amid its answers, some after the last. */
export const randomMoment = (random: () => number): Moment => ({
  answers: Math.floor(random() * dialogues * 0.7),
  ms: Math.floor(random() * 40),
});

/** One life of the process: killed at `moment`, or dead before. */
export const killAt = async (folder: string, { answers, ms }: Moment): Promise<Ended> => {
  const before = logged(folder, 'computed').length;
  const running = start(folder);
  await whenComputed(folder, running, before + answers);
  await new Promise((resolve) => setTimeout(resolve, ms));
  running.child.kill('SIGKILL');
  return running.ended;
};

/** Kills a new run at each moment in turn, then lets it end. Returns how many kills hit a living process. */
export const checkKills = async (
  t: Test,
  moments: readonly Moment[],
  unbroken: Readonly<Record<string, string>>,
): Promise<number> => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues });
  let hits = 0;
  for (const moment of moments) {
    const { signal } = await killAt(folder, moment);
    if (signal === 'SIGKILL') hits += 1;
  }
  await checkContinued(t, folder, unbroken);
  return hits;
};

/**
 * Kills a new run at each named point in turn (see `src/run/crash-points.ts`), then lets it end. Each life answers a few
 * dialogues more; outputs are renamed once all are answered, so points of renames come last.
 */
export const checkPoints = async (
  t: Test,
  points: readonly string[],
  unbroken: Readonly<Record<string, string>>,
): Promise<void> => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues });
  for (const point of points) {
    const { signal, err } = await hapui(folder, ['run', '--workers', '1'], { HAPUI_CRASH_AT: point });
    t.equal(signal, 'SIGKILL', err);
  }
  await checkContinued(t, folder, unbroken);
};
