/** Progress on standard error: a bar on a terminal, a line every ten seconds elsewhere, nothing where it must be quiet. */
import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../run/progress.ts';
import { printable } from '../text/terminal.ts';
import type { Io } from './io.ts';

const lineEveryMs = 10_000;

/** Chooses the form that fits where standard error goes. */
export const createProgress = (io: Io, quiet: boolean): Progress => {
  const note = (text: string): void => {
    if (!quiet) io.err(`${printable(text)}\n`);
  };
  if (quiet) return { begin() {}, advance() {}, end() {}, note };
  return io.isTerminal ? createBar(note) : createLines(io, note);
};

const createBar = (note: Progress['note']): Progress => {
  let bar: SingleBar | undefined;
  let started = 0;
  let done = 0;
  return {
    begin: (stage, total) => {
      bar = new SingleBar(
        {
          format: `${stage.padEnd(9)} {bar} {value}/{total}  {rate}/s  ETA {eta_formatted}`,
          stream: process.stderr,
          hideCursor: true,
          etaBuffer: 100,
          clearOnComplete: true,
        },
        Presets.shades_classic,
      );
      bar.start(total, 0, { rate: '-' });
      started = performance.now();
      done = 0;
    },
    advance: (count) => {
      done += count;
      bar?.increment(count, { rate: rate(done, performance.now() - started) });
    },
    end: () => {
      bar?.stop();
      bar = undefined;
    },
    note,
  };
};

const rate = (count: number, ms: number): string => (ms > 0 ? String(Math.round((count * 1000) / ms)) : '-');

const createLines = (io: Io, note: Progress['note']): Progress => {
  let stage = '';
  let total = 0;
  let count = 0;
  let begun = 0;
  let last = 0;
  const line = (): void => {
    const seconds = (io.now() - begun) / 1000;
    const perSecond = seconds > 0 ? count / seconds : 0;
    const left = perSecond > 0 ? `, about ${Math.ceil((total - count) / perSecond)} s left` : '';
    io.err(`${stage}: ${count}/${total}, ${Math.round(perSecond)}/s${left}\n`);
  };
  return {
    begin: (name, all) => {
      stage = name;
      total = all;
      count = 0;
      begun = io.now();
      last = begun;
    },
    advance: (more) => {
      count += more;
      if (io.now() - last < lineEveryMs) return;
      last = io.now();
      line();
    },
    end: () => {
      if (last !== begun) line();
    },
    note,
  };
};
