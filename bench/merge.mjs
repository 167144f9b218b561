// What merging by sentence does on pools with references: how many summaries are merged, and what that changes against the
// selection alone, with a paired interval. Two whole runs a pool through the command line. `--pools a,b`, `--json`, `--write`
// (updates bench/merge.md). The pools lie in $HAPUI_SHARED/data (default ../shared): not part of the project.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pairedBootstrap } from '../dist/evaluate/bootstrap.js';
import { machineLine } from './machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = resolve(process.env.HAPUI_SHARED ?? `${root}../shared`);

const { values: options } = parseArgs({
  options: {
    pools: { type: 'string', default: 'samsum-a,dialogsum-en,dialsummeval-a,faceval-a,ko-dialogsum-dev' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const scoringOf = (pool) =>
  pool.startsWith('ko')
    ? { tokenizer: 'morpheme', metric: 'rouge-1.0.1' }
    : { tokenizer: 'rouge-score', metric: 'rouge-score' };

const measure = (pool) => {
  const folder = mkdtempSync(join(tmpdir(), 'hapui-bench-merge-'));
  try {
    const dataset = join(shared, 'data/pools', `${pool}.jsonl.gz`);
    const { tokenizer, metric } = scoringOf(pool);
    const config = { dataset: { path: dataset, format: 'pool' }, tokenizer, mbr: { utility: { metric } } };
    writeFileSync(join(folder, 'pool.yaml'), JSON.stringify(config));
    const run = (...args) =>
      JSON.parse(
        execFileSync('node', [`${root}dist/cli.js`, 'run', 'pool.yaml', '--json', ...args], {
          cwd: folder,
          stdio: ['ignore', 'pipe', 'ignore'],
          maxBuffer: 2 ** 28,
        }),
      );
    const decisions = () =>
      readFileSync(join(folder, 'outputs/pool/decisions.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map(JSON.parse);
    const perRow = (name) => {
      const summaries = join(folder, 'outputs/pool/summaries.csv');
      const args = ['eval', '--references', dataset, '--tokenizer', tokenizer, '--metric', metric];
      execFileSync('node', [`${root}dist/cli.js`, ...args, '--per-row', name, summaries], {
        cwd: folder,
        stdio: 'ignore',
      });
      const rows = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').map(JSON.parse);
      return Float64Array.from(
        rows,
        ({ rouge1, rouge2, rougeL }) => (rouge1.fmeasure + rouge2.fmeasure + rougeL.fmeasure) / 3,
      );
    };
    const selected = run();
    const before = perRow('before.jsonl');
    const merged = run('--set', 'ensemble.merge.kind=sentences');
    const after = perRow('after.jsonl');
    const { mean, low, high } = pairedBootstrap(after, before, { seed: 42 });
    return {
      pool,
      dialogues: selected.dialogues,
      merged: decisions().filter(({ kind }) => kind === 'merged').length,
      selection: selected.result.scores.score,
      withMerges: merged.result.scores.score,
      difference: { mean: 100 * mean, low: 100 * low, high: 100 * high },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

const row = ({ pool, dialogues, merged, selection, withMerges, difference: { mean, low, high } }) =>
  `| ${pool} | ${dialogues} | ${merged} (${((100 * merged) / dialogues).toFixed(1)} %) | ${selection.toFixed(2)} | ${withMerges.toFixed(2)} | ${signed(mean)} (${signed(low)}…${signed(high)}) |`;

const results = options.pools.split(',').map(measure);
const table = [
  '| pool | dialogues | merged | selection | with merges | difference (95 %) |',
  '| --- | --- | --- | --- | --- | --- |',
  ...results.map(row),
].join('\n');

if (options.json) process.stdout.write(`${JSON.stringify(results)}\n`);
else process.stdout.write(`${table}\n`);

if (options.write)
  writeFileSync(
    new URL('merge.md', import.meta.url),
    `# Merging by sentence

\`npm run bench:merge\` on pools of real candidates (English with \`rouge-score\`, Korean morphemes with \`rouge-1.0.1\`), default options
(\`min_gain\` 0.01, \`length\` 0.2, \`top_k\` 4), uniform votes with clusters. Points are the mean of ROUGE-1, -2 and -L F1; the difference is
paired over dialogues.

${table}

${machineLine()}
`,
  );
