// What the store costs: `fsync: every` against `second` on 5,000 answers, and opening a log of a million.
// `--records N` answers in the large log, `--folder DIR` where to write (the disk decides), `--json`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encodeHeader, encodeRecord } from '../dist/run/store/format.js';
import { openStore } from '../dist/run/store/index.js';
import { machineLine } from './machine.mjs';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    folder: { type: 'string', default: tmpdir() },
    json: { type: 'boolean', default: false },
    // Measures one opening in a process of its own: memory of earlier passes would hide its own.
    open: { type: 'string' },
  },
});

const passes = 3;
const answers = 5000;
const keyOf = (n) => createHash('sha256').update(String(n)).digest();
/** About 300 bytes, as a summary with its status and log-probability takes. */
const answerOf = (n) => JSON.stringify({ n, status: 'ok', text: '요약 '.repeat(35), logprob: -n / 7 });

const seconds = (start) => Number(process.hrtime.bigint() - start) / 1e9;
const summary = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)], least: sorted[0], most: sorted.at(-1) };
};

/** Seconds for storing all answers, `atOnce` of them waiting at any time. */
const store = async (fsync, atOnce) => {
  const folder = mkdtempSync(join(options.folder, 'hapui-bench-'));
  const opened = await openStore(folder, { fsync });
  const stage = await opened.stage('generate', 'x');
  const start = process.hrtime.bigint();
  let next = 0;
  const work = async () => {
    for (let n = next++; n < answers; n = next++) await stage.put(keyOf(n), answerOf(n));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await opened.flush();
  const taken = seconds(start);
  await opened.close();
  rmSync(folder, { recursive: true });
  return taken;
};

const measureFsync = async (atOnce) => {
  const taken = { every: [], second: [] };
  await store('second', atOnce);
  for (let pass = 0; pass < passes; pass++)
    for (const fsync of ['every', 'second']) taken[fsync].push(await store(fsync, atOnce));
  const [every, second] = [summary(taken.every), summary(taken.second)];
  return { atOnce, every, second, ratio: every.median / second.median };
};

const writeLog = (folder, records) => {
  mkdirSync(join(folder, 'generate'));
  const file = openSync(join(folder, 'generate', 'x.log'), 'w');
  writeSync(file, encodeHeader());
  for (let from = 0; from < records; from += 1000) {
    const length = Math.min(1000, records - from);
    const chunk = Array.from({ length }, (_, i) =>
      encodeRecord(keyOf(from + i), Buffer.from(answerOf(from + i))),
    );
    writeSync(file, Buffer.concat(chunk));
  }
  closeSync(file);
};

/** Time and memory of one opening, with a thousand answers read back. */
const measureOpening = async (folder) => {
  const memory = () => {
    gc();
    const { heapUsed, arrayBuffers, external } = process.memoryUsage();
    return heapUsed + Math.max(arrayBuffers, external);
  };
  const before = memory();
  const start = process.hrtime.bigint();
  const opened = await openStore(folder);
  const stage = await opened.stage('generate', 'x');
  const opening = seconds(start);
  const held = memory() - before;
  const from = process.hrtime.bigint();
  for (let n = 0; n < 1000; n++) await stage.get(keyOf(n * 7));
  const reading = seconds(from);
  const { size } = stage;
  await opened.close();
  const peak = process.resourceUsage().maxRSS * 1024;
  return { microseconds: (opening / size) * 1e6, bytes: held / size, read: (reading / 1000) * 1e6, peak };
};

const measureLarge = (records) => {
  const folder = mkdtempSync(join(options.folder, 'hapui-bench-'));
  writeLog(folder, records);
  const script = fileURLToPath(import.meta.url);
  const run = () =>
    JSON.parse(execFileSync(process.execPath, ['--expose-gc', script, '--open', folder]).toString());
  run();
  const runs = Array.from({ length: passes }, run);
  rmSync(folder, { recursive: true });
  const of = (name) => summary(runs.map((one) => one[name]));
  return {
    records,
    microseconds: of('microseconds'),
    bytes: of('bytes'),
    read: of('read'),
    peak: of('peak'),
  };
};

const number = (value, digits = 1) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const row = (name, { median, least, most }, scale = 1, digits = 1) =>
  `| ${name} | ${number(median * scale, digits)} | ${number(least * scale, digits)}–${number(most * scale, digits)} |`;

const table = ({ fsync, large, machine }) =>
  [
    '| what | median | spread |',
    '| --- | --- | --- |',
    ...fsync.flatMap(({ atOnce, every, second, ratio }) => [
      row(`\`fsync: every\`, ${atOnce} at a time: µs an answer`, every, 1e6 / answers),
      row(`\`fsync: second\`, ${atOnce} at a time: µs an answer`, second, 1e6 / answers),
      `| ratio, ${atOnce} at a time | ${number(ratio)} | |`,
    ]),
    row(`opening ${number(large.records, 0)} answers: µs an answer`, large.microseconds, 1, 2),
    row('memory held: bytes an answer', large.bytes),
    row('reading one answer back: µs', large.read),
    row('peak memory of the process: MB', large.peak, 1e-6, 0),
    '',
    `${machine}; ${passes} passes, ${number(answers, 0)} answers of about 300 bytes.`,
  ].join('\n');

if (options.open !== undefined) console.log(JSON.stringify(await measureOpening(options.open)));
else {
  const fsync = [await measureFsync(1), await measureFsync(16)];
  const result = { fsync, large: measureLarge(Number(options.records)), machine: machineLine() };
  console.log(options.json ? JSON.stringify(result) : table(result));
}
