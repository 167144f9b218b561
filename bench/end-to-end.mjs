// A whole run, time and peak memory: N dialogues × 8 systems in dataset order, made from the sample. Memory must not grow with N.
// node bench/end-to-end.mjs [--dialogues 10000,100000] [--json]; needs `npm run build`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { machineLine } from './machine.mjs';

const { values } = parseArgs({
  options: {
    dialogues: { type: 'string', default: '10000,100000' },
    json: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..');
const rowsOf = (name) =>
  parse(readFileSync(join(root, 'data/sample/ko', name), 'utf8'), { columns: true, bom: true });

const dialogues = rowsOf('dialogues.csv');
const systems = ['baseline', 'brief', 'careful', 'fluent'].map(
  (name) => new Map(rowsOf(`systems/${name}.csv`).map(({ fname, summary }) => [fname, summary])),
);
// Eight systems of four: the second four end their sentences otherwise, so that texts differ.
const summaryOf = (system, id) => {
  const text = systems[system % 4].get(id) ?? '';
  return system < 4 ? text : text.replaceAll('니다', '');
};

const write = (folder, count) => {
  const ids = Array.from({ length: count }, (_, row) => dialogues[row % dialogues.length]);
  const file = (name, head, cells) =>
    writeFileSync(
      join(folder, name),
      stringify([head, ...ids.map((dialogue, row) => [`id_${row}`, cells(dialogue)])]),
    );
  file('dialogues.csv', ['fname', 'dialogue'], ({ dialogue }) => dialogue);
  for (let system = 0; system < 8; system++)
    file(`system-${system}.csv`, ['fname', 'summary'], ({ fname }) => summaryOf(system, fname));
  writeFileSync(join(folder, 'bench.yaml'), 'dataset: dialogues.csv\nsystems: system-*.csv\n');
};

const tellMemory =
  "data:text/javascript,import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>process.stderr.write('maxRSS '+process.resourceUsage().maxRSS))";

const measure = (count) => {
  const folder = mkdtempSync(join(tmpdir(), 'hapui-bench-'));
  try {
    write(folder, count);
    const started = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', tellMemory, join(root, 'dist/cli.js'), 'run', 'bench.yaml', '--quiet'],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    const seconds = (performance.now() - started) / 1000;
    const peakMiB = Number(/maxRSS (\d+)/.exec(stderr)[1]) / 1024;
    return { dialogues: count, seconds, perSecond: count / seconds, peakMiB };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const results = values.dialogues.split(',').map((count) => measure(Number(count)));
const ratio = results.at(-1).peakMiB / results[0].peakMiB;
if (values.json) console.log(JSON.stringify({ machine: machineLine(), results, memoryRatio: ratio }));
else {
  console.log(machineLine());
  for (const { dialogues: count, seconds, perSecond, peakMiB } of results)
    console.log(
      `${count} dialogues × 8: ${seconds.toFixed(1)} s, ${perSecond.toFixed(0)} dialogues/s, peak ${peakMiB.toFixed(0)} MiB`,
    );
  console.log(`memory of the longest over the shortest: ${ratio.toFixed(2)}`);
}
