// Throughput and memory of the neural scorers on 499 Korean dialogues × 12 systems, with encoders of MiniLM's size.
// `npm run bench:rerank -- --python PYTHON`: PYTHON has torch, transformers and onnx and makes the models (random weights,
// 43 MB each) once in `--work`; they are never committed. `--dialogues 64 --systems 4` measures a part and says what all would
// take, by processor time, which what else the machine does disturbs least. `--threads N`, `--device cpu`, `--scorer cross-encoder | embedding`, `--json`, `--write` (updates bench/rerank.md).
// The dialogues lie in $HAPUI_SHARED/data (default ../shared): not part of the project.
import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { scorers } from '../dist/rerank/index.js';
import { machineLine } from './machine.mjs';

const { values } = parseArgs({
  options: {
    work: { type: 'string', default: join(tmpdir(), 'hapui-bench-rerank') },
    python: { type: 'string' },
    dialogues: { type: 'string', default: '499' },
    systems: { type: 'string', default: '12' },
    threads: { type: 'string', default: String(availableParallelism()) },
    device: { type: 'string', default: 'cpu' },
    scorer: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const data = join(process.env.HAPUI_SHARED ?? join(root, '../shared'), 'data/ko-dialogsum');
const all = 499 * 12;
const windowSize = 64;

const rows = (path) => parse(readFileSync(path), { columns: true, bom: true });

/** Dialogues with the candidates of the first twelve systems that cover them. */
const readPools = () => {
  const dialogues = rows(join(data, 'test.csv'));
  const texts = readdirSync(join(data, 'candidates/test'))
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => new Map(rows(join(data, 'candidates/test', name)).map((row) => [row.fname, row.summary])))
    .filter((of) => dialogues.every(({ fname }) => of.get(fname)?.trim()))
    .slice(0, Number(values.systems));
  return dialogues.slice(0, Number(values.dialogues)).map(({ fname, dialogue }) => ({
    id: fname,
    dialogue,
    candidates: texts.map((of) => of.get(fname)),
  }));
};

/** The items of a window as a run cuts them: a system at a time where a score is about one candidate. */
const unitsOf = (definition, options, pools) => {
  const units = [];
  for (let from = 0; from < pools.length; from += windowSize) {
    const window = pools.slice(from, from + windowSize);
    const parts =
      definition.scope === 'pool'
        ? [window]
        : window[0].candidates.map((_, system) =>
            window.map((pool) => ({ ...pool, candidates: [pool.candidates[system]] })),
          );
    for (const items of parts)
      for (const places of definition.cut(items, options)) units.push(places.map((place) => items[place]));
  }
  return units;
};

/** One scorer in a process of its own, so that its peak of memory is its own. */
const measure = async (kind) => {
  const definition = scorers[kind];
  const model = join(values.work, kind === 'embedding' ? 'embed-xlmr' : 'pair-xlmr');
  const options = definition.options.parse({
    model,
    device: values.device,
    threads: Number(values.threads),
  });
  const pools = readPools();
  const units = unitsOf(definition, options, pools);
  const scorer = await definition.create(options, { resolve: (path) => path, allowDownload: false });
  const { signal } = new AbortController();
  const context = { seed: 1, scorer: kind };
  await scorer.score(units[0].slice(0, 1), context, signal);
  const loaded = process.resourceUsage().maxRSS;
  const begun = performance.now();
  const used = process.cpuUsage();
  for (const unit of units) await scorer.score(unit, context, signal);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(used);
  const report = scorer.report();
  await scorer.close();
  const pairs = pools.reduce((sum, { candidates }) => sum + candidates.length, 0);
  return {
    scorer: kind,
    dialogues: pools.length,
    pairs,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    loadedMb: loaded / 1024,
    peakMb: process.resourceUsage().maxRSS / 1024,
    device: report.devices[0].used,
    cut: (report.pairs ?? report.texts).cut,
  };
};

if (process.send) {
  process.send(await measure(values.scorer));
  process.disconnect();
} else {
  mkdirSync(values.work, { recursive: true });
  if (!existsSync(join(values.work, 'embed-xlmr/model.onnx'))) {
    if (!values.python) throw new Error('the models are not there: --python PYTHON makes them');
    execFileSync(values.python, [join(root, 'bench/rerank.py'), values.work], { stdio: 'ignore' });
  }
  const load = loadavg()[0].toFixed(1);
  const results = [];
  for (const kind of values.scorer ? [values.scorer] : ['cross-encoder', 'embedding']) {
    const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--scorer', kind]);
    results.push(
      await new Promise((resolve, reject) => child.once('message', resolve).once('error', reject)),
    );
  }
  const head = [
    'scorer',
    'pairs',
    'seconds',
    'processor time, s',
    'pairs per s of a core',
    '499 × 12 pairs, core minutes',
    'MB loaded',
    'MB at most',
    'inputs cut',
  ];
  const table = [
    head,
    head.map(() => '---'),
    ...results.map((each) => [
      `\`${each.scorer}\` on ${each.device}`,
      `${each.dialogues} × ${each.pairs / each.dialogues}`,
      each.seconds.toFixed(0),
      each.cpuSeconds.toFixed(0),
      (each.pairs / each.cpuSeconds).toFixed(1),
      (((all / each.pairs) * each.cpuSeconds) / 60).toFixed(1),
      each.loadedMb.toFixed(0),
      each.peakMb.toFixed(0),
      String(each.cut),
    ]),
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
  process.stdout.write(
    values.json ? `${JSON.stringify({ machine: machineLine(), load, results })}\n` : `${table}\n`,
  );
  if (values.write)
    writeFileSync(
      new URL('rerank.md', import.meta.url),
      `# What neural scorers cost

\`npm run bench:rerank -- --python PYTHON --dialogues ${values.dialogues} --systems ${values.systems} --write\` writes this table. Encoders of MiniLM's size with random weights (6 layers,
d 384, 12 heads, 10.6 million weights without the vocabulary; fp32, 43 MB), at most 512 tokens, Korean dialogues × systems,
batches of at most 8,192 tokens, ${values.threads} threads. The tokenizer is that of the tests: with 700 tokens it makes texts longer than a real one.
${machineLine()}. Load average at the start: ${load}.

${table}

The sixth column is the fifth's rate for all pairs. \`embedding\` reads a dialogue once for all of its candidates, \`cross-encoder\` once for each.
Memory is that of the process: Node, tokenizer, model and the largest batch; it does not grow with the number of pairs.

CUDA: not measured.
`,
    );
}
