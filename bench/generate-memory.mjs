// Peak memory of whole runs in which the two small models decode: it must not grow with the number of dialogues.
// `npm run bench:generate-memory -- 500 1000 2000`
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { machineLine } from './machine.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const sample = parse(readFileSync(join(root, 'data/sample/ko/labelled.csv')), { columns: true, bom: true });

/** Text of the n-th dialogue: two of the sample in a row, every pair once, so that no two are alike. */
const dialogueOf = (n) => {
  const first = n % sample.length;
  const second = (first + 1 + Math.floor(n / sample.length)) % sample.length;
  return `${sample[first].dialogue}\n${sample[second].dialogue}`;
};

const system = (id, more) => ({
  id,
  kind: 'seq2seq',
  model: join(root, 'models', id),
  dtype: 'int8',
  candidates: 4,
  generate: { strategy: 'beam', beams: 4, max_new_tokens: 64 },
  ...more,
});

/** Says the peak on standard error as the process ends; `maxRSS` is in KiB. */
const telling = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))",
)}`;

const measure = (dialogues) => {
  const folder = mkdtempSync(join(tmpdir(), 'hapui-memory-'));
  try {
    const rows = Array.from({ length: dialogues }, (_, n) => ({ fname: `d${n}`, dialogue: dialogueOf(n) }));
    writeFileSync(join(folder, 'test.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const config = {
      dataset: 'test.jsonl',
      tokenizer: 'character',
      systems: [system('tiny-bart'), system('tiny-t5', { prefix: 'summarize: ' })],
    };
    writeFileSync(join(folder, 'ensemble.yaml'), JSON.stringify(config));
    const started = Date.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', telling, join(root, 'dist/cli.js'), 'run'],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0 && status !== 4) throw new Error(stderr);
    const peak = Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
    return { dialogues, peak, seconds: (Date.now() - started) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const sizes = process.argv.slice(2).map(Number);
console.log(`${machineLine()}.\n`);
console.log('| dialogues | peak memory, MiB | seconds |\n| ---: | ---: | ---: |');
for (const size of sizes.length > 0 ? sizes : [500, 1000, 2000]) {
  const { dialogues, peak, seconds } = measure(size);
  console.log(`| ${dialogues} | ${peak.toFixed(0)} | ${seconds.toFixed(0)} |`);
}
