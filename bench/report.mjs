// What a report costs: seconds to write, size, and in headless Chromium the time to the first paint, to the list, to an answer of
// the search and to an open comparison. Runs of 10, 499 and 2,000 dialogues with 12 systems each, from the Korean sample: ids
// are new, further systems are the sample's with words cut. `--json`, `--write` (updates bench/report.md).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { chromium } from 'playwright-core';
import { machineLine } from './machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = `${root}dist/cli.js`;
const sizes = [10, 499, 2000];
const systems = 12;
const repeats = 5;

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});

const executable = [process.env.HAPUI_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
if (executable === undefined) {
  console.error('no Chromium: install it (apt-get install chromium) or set HAPUI_CHROMIUM');
  process.exit(2);
}

const rowsOf = (name) =>
  parse(readFileSync(`${root}data/sample/ko/${name}.csv`), {
    columns: true,
    bom: true,
    relax_column_count: true,
  });
const dialogues = rowsOf('dialogues');
const summaries = ['baseline', 'brief', 'careful', 'fluent'].map(
  (name) => new Map(rowsOf(`systems/${name}`).map(({ fname, summary }) => [fname, summary])),
);

const cut = (text, words) =>
  text
    .split(' ')
    .slice(0, Math.max(2, text.split(' ').length - words))
    .join(' ');

/** Writes a dataset and its systems into `folder`. */
const prepare = (folder, count) => {
  const chosen = Array.from({ length: count }, (_, n) => ({ ...dialogues[n % dialogues.length], n }));
  writeFileSync(
    join(folder, 'test.csv'),
    stringify(
      chosen.map(({ n, dialogue, summary }) => ({ fname: `d${n}`, dialogue, summary })),
      { header: true },
    ),
  );
  for (let system = 0; system < systems; system++) {
    const texts = summaries[system % 4];
    const rows = chosen.flatMap(({ n, fname }) => {
      const text = texts.get(fname);
      return text ? [{ fname: `d${n}`, summary: cut(text, Math.floor(system / 4)) }] : [];
    });
    writeFileSync(join(folder, `s${system}.csv`), stringify(rows, { header: true }));
  }
  writeFileSync(join(folder, 'ensemble.yaml'), 'dataset: test.csv\nsystems: s*.csv\n');
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Wall time of a command, in seconds. */
const timed = (folder, args) => {
  const start = performance.now();
  execFileSync(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return (performance.now() - start) / 1000;
};

/** Milliseconds in the browser, from the start of the navigation or of the action. */
const view = async (browser, path) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const times = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const during = async (act) => {
      const start = performance.now();
      act();
      await frame();
      return performance.now() - start;
    };
    const search = document.querySelector('#search');
    return {
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      list: performance.getEntriesByType('navigation')[0].loadEventStart,
      search: await during(() => {
        search.value = '회의';
        search.dispatchEvent(new Event('input', { bubbles: true }));
      }),
      compare: await during(() => document.querySelector('#rows button').click()),
    };
  });
  await page.close();
  return times;
};

const measure = async (browser, count) => {
  const folder = mkdtempSync(join(tmpdir(), 'hapui-bench-report-'));
  try {
    prepare(folder, count);
    timed(folder, ['run', '--quiet']);
    const path = join(folder, 'outputs/ensemble/report.html');
    const seconds = median(Array.from({ length: repeats }, () => timed(folder, ['report', 'ensemble'])));
    const views = [];
    for (let repeat = 0; repeat <= repeats; repeat++) views.push(await view(browser, path));
    // The first view warms the browser up.
    const of = (name) => median(views.slice(1).map((times) => times[name]));
    return {
      dialogues: count,
      systems,
      megabytes: statSync(path).size / 1e6,
      seconds,
      paintMs: of('paint'),
      listMs: of('list'),
      searchMs: of('search'),
      compareMs: of('compare'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const line = (cells) => `| ${cells.join(' | ')} |`;
const table = (rows) =>
  [
    line([
      'dialogues',
      'systems',
      'size, MB',
      '`hapui report`, s',
      'first paint, ms',
      'list there, ms',
      'search, ms',
      'comparison, ms',
    ]),
    line(new Array(8).fill('---:')),
    ...rows.map((row) =>
      line([
        row.dialogues.toLocaleString('en'),
        row.systems,
        row.megabytes.toFixed(2),
        row.seconds.toFixed(2),
        ...[row.paintMs, row.listMs, row.searchMs, row.compareMs].map((ms) => Math.round(ms)),
      ]),
    ),
  ].join('\n');

const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: executable, args });
const version = browser.version();
const rows = [];
for (const count of sizes) rows.push(await measure(browser, count));
await browser.close();

const document = `# What a report costs

\`npm run bench:report -- --write\` on ${machineLine()}; headless Chromium ${version}, 1440 × 900, medians of ${repeats}. *Size*: the
file. *\`hapui report\`*: the whole command, start of Node included. *First paint* and *list there* count from opening the file; *search* from a
word typed to the narrowed list on screen, *comparison* from a click to the open dialogue, both with two frames of the screen (33 ms).

${table(rows)}
`;
if (options.write) writeFileSync(`${root}bench/report.md`, document);
console.log(options.json ? JSON.stringify({ rows, chromium: version, machine: machineLine() }) : table(rows));
