// Beam search with a model of KoBART's size beside PyTorch, optimum and CTranslate2, in one run, with equal threads.
// `npm run --silent bench:generate -- --python PYTHON`: PYTHON has torch, transformers, optimum-onnx and ctranslate2; without it
// only hapui is measured. The model (random weights, 1.5 GB) is made once in `--work` and never committed.
// `--engines hapui,pytorch`, `--dialogues 8 --tokens 400 --beams 4 --new 40 --repeat 5 --threads N`, `--json`, `--write`
// (updates bench/generate.md). Times are seconds for the whole batch. Engines take turns, so that what else the machine does
// hits all of them alike.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { search } from '../dist/candidates/seq2seq/search.js';
import { resolveSettings } from '../dist/candidates/seq2seq/settings.js';
import { chooseDevice } from '../dist/models/device.js';
import { loadRuntime } from '../dist/models/onnx.js';
import { readSeq2seqFolder } from '../dist/models/seq2seq-files.js';
import { openSeq2seqModel } from '../dist/models/seq2seq-model.js';
import { openTokenScores } from '../dist/models/token-scores.js';
import { machineLine } from './machine.mjs';

const onnxruntimeVersion = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'), 'utf8'),
).version;
const script = fileURLToPath(new URL('generate.py', import.meta.url));

const { values } = parseArgs({
  options: {
    work: { type: 'string', default: join(tmpdir(), 'hapui-bench-generate') },
    python: { type: 'string' },
    engines: { type: 'string' },
    dialogues: { type: 'string', default: '8' },
    tokens: { type: 'string', default: '400' },
    beams: { type: 'string', default: '4' },
    new: { type: 'string', default: '40' },
    repeat: { type: 'string', default: '5' },
    threads: { type: 'string', default: String(availableParallelism()) },
    device: { type: 'string', default: 'cpu' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const number = (name) => Number(values[name]);
const [dialogues, tokens, beams, fresh, repeat, threads] = [
  'dialogues',
  'tokens',
  'beams',
  'new',
  'repeat',
  'threads',
].map(number);

/** Fixed ids, the same for all: special tokens around numbers of a linear congruential generator. */
const makeSources = () => {
  let state = 1;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return 4 + (state % 29996);
  };
  return Array.from({ length: dialogues }, () => [0, ...Array.from({ length: tokens - 2 }, next), 1]);
};

const make = async () =>
  promisify(execFile)(values.python, [script, 'make', values.work], { maxBuffer: 2 ** 26 });

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** An engine that is loaded: `measure` decodes the batch once. */
const openHapui = async (dtype) => {
  const runtime = await loadRuntime();
  const device = await chooseDevice(runtime, values.device);
  const files = await readSeq2seqFolder(join(values.work, 'onnx'), dtype);
  const settings = resolveSettings({
    generate: { strategy: 'beam', beams, max_new_tokens: fresh, min_new_tokens: fresh },
    candidates: beams,
    generation: files.generation,
    config: files.config,
  });
  const model = await openSeq2seqModel(runtime, files, device, { threads });
  const { pad, start } = settings;
  const decoder = await openTokenScores(runtime, [model], { output: 'log-probabilities', pad, start });
  const sources = makeSources();
  const { signal } = new AbortController();
  const decode = (some, own) => search(decoder, some, own, { seed: 1, texts: some.map(String), signal });
  await decode(sources.slice(0, 1), { ...settings, maxNewTokens: 4, minNewTokens: 4 });
  return {
    measure: async () => {
      const begun = performance.now();
      const used = process.cpuUsage();
      const found = await decode(sources, settings);
      const { user, system } = process.cpuUsage(used);
      return {
        wall: (performance.now() - begun) / 1000,
        cpu: (user + system) / 1e6,
        best: found.map(([{ ids }]) => ids),
        version: `onnxruntime-node ${onnxruntimeVersion}`,
      };
    },
    close: () => decoder.close(),
  };
};

const openPython = async (engine) => {
  const options = ['--engine', engine, '--threads', threads, '--beams', beams, '--new', fresh].map(String);
  const child = spawn(values.python, [script, 'run', values.work, ...options], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    measure: async () => {
      child.stdin.write('\n');
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`${engine} ended`);
      return JSON.parse(value);
    },
    close: async () => child.stdin.end(),
  };
};

const engines = {
  hapui: () => openHapui('fp32'),
  pytorch: () => openPython('pytorch'),
  optimum: () => openPython('optimum'),
  ctranslate2: () => openPython('ctranslate2'),
  'hapui int8': () => openHapui('int8'),
  'ctranslate2 int8': () => openPython('ctranslate2-int8'),
};

const wanted =
  values.engines?.split(',') ??
  Object.keys(engines).filter((name) => values.python || name.startsWith('hapui'));
mkdirSync(values.work, { recursive: true });
if (!existsSync(join(values.work, 'onnx'))) {
  if (!values.python) throw new Error('the model is not there: --python PYTHON makes it');
  await make();
}
writeFileSync(join(values.work, 'sources.json'), JSON.stringify(makeSources()));
const load = loadavg()[0].toFixed(1);
const opened = [];
for (const name of wanted) opened.push([name, await engines[name]()]);
const results = Object.fromEntries(wanted.map((name) => [name, { wall: [], cpu: [] }]));
// The first round warms caches and is not counted.
for (let round = 0; round <= repeat; round++) {
  for (const [name, engine] of opened) {
    const { wall, cpu, best, version } = await engine.measure();
    const result = results[name];
    Object.assign(result, { best, version });
    process.stderr.write(`round ${round} ${name}: ${wall.toFixed(2)} s, processor ${cpu.toFixed(2)} s\n`);
    if (round === 0) continue;
    result.wall.push(wall);
    result.cpu.push(cpu);
  }
}
for (const [, engine] of opened) await engine.close();

const reference = results.pytorch;
/** Words without special tokens and without the last, which some are made to end with: libraries differ in what they return. */
const bare = (ids) =>
  ids
    .filter((id) => id > 3)
    .slice(0, fresh - 1)
    .join();
const rows = Object.entries(results).map(([name, { wall, cpu, best, version }]) => ({
  engine: name,
  version,
  seconds: median(wall),
  spread: [Math.min(...wall), Math.max(...wall)],
  cpuSeconds: median(cpu),
  times: reference === undefined ? null : median(reference.wall) / median(wall),
  sameAsPytorch:
    reference === undefined
      ? null
      : best.filter((ids, index) => bare(ids) === bare(reference.best[index])).length,
}));

const table = () => {
  const cells = rows.map(({ engine, version, seconds, spread, cpuSeconds, times, sameAsPytorch }) => [
    engine,
    version,
    seconds.toFixed(2),
    spread.map((each) => each.toFixed(2)).join('–'),
    cpuSeconds.toFixed(2),
    times === null ? '' : times.toFixed(2),
    sameAsPytorch === null ? '' : `${sameAsPytorch} of ${dialogues}`,
  ]);
  const head = [
    'engine',
    'version',
    'median, s',
    'spread, s',
    'processor time, s',
    '× PyTorch',
    'best beam as PyTorch',
  ];
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
};

if (values.json)
  process.stdout.write(`${JSON.stringify({ machine: machineLine(), threads, load: Number(load), rows })}\n`);
else process.stdout.write(`${table()}\n`);
if (values.write) {
  const text = `# Beam search beside other libraries

\`npm run bench:generate -- --python PYTHON --write\` writes this table. A model of KoBART's size with random weights (6 + 6 layers, d 768,
16 heads, vocabulary 30,000), ${dialogues} dialogues × ${tokens} tokens, ${beams} beams, ${fresh} new tokens, ${threads} threads each, median of ${repeat} rounds after
a warm-up; the engines take turns.
${machineLine()}. Load average at the start: ${load}.

${table()}

Encoder and product of the vocabulary are the same work for all. What differs is the decoder's step: hapui lets the beams of a dialogue read
its source once, PyTorch and optimum repeat it for every beam. int8 weights round differently in every library, so beams may differ.

Tokenising is not in the table, and hapui does not overlap it with decoding: eight dialogues of 414 tokens take it 4 ms (0.48 ms each, tokenizer of
tiny-bart), less than 0.2 % of the fastest row.

CUDA: not measured.
`;
  writeFileSync(new URL('generate.md', import.meta.url), text);
}
