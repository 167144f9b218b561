// Pairs scored a second, on one thread, from interning to scores (reading JSON is not timed).
// `--input FILE.jsonl` (a line a group of token lists, all ordered pairs with self; default: the Korean sample), `--metric rouge-1.0.1 | rouge-score`,
// `--json`, `--seconds N` (default 3); `--python` measures the original package beside it, in the same run, with
// `--program PYTHON` (default python3). Their ratio is that of processor time, which a busy machine disturbs less.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { metrics } from '../dist/metrics/index.js';
import { machineLine } from './machine.mjs';
import { sampleGroups } from './sample-groups.mjs';

const { values: options } = parseArgs({
  options: {
    input: { type: 'string' },
    metric: { type: 'string', default: 'rouge-1.0.1' },
    seconds: { type: 'string', default: '3' },
    python: { type: 'boolean', default: false },
    program: { type: 'string', default: 'python3' },
    json: { type: 'boolean', default: false },
  },
});

/** One pass over all groups: seconds, pairs and the mean F over pairs and the three types. */
const pass = (metric, groups) => {
  const planes = ['rouge1', 'rouge2', 'rougeL'].map((type) => metric.types.indexOf(type));
  let pairs = 0;
  let total = 0;
  let nanoseconds = 0n;
  const cpu = process.cpuUsage();
  for (const group of groups) {
    const start = process.hrtime.bigint();
    const { fmeasure } = metric.matrix(group, group);
    nanoseconds += process.hrtime.bigint() - start;
    pairs += group.length ** 2;
    for (let cell = 0; cell < group.length ** 2; cell++) {
      total += planes.reduce((sum, plane) => sum + fmeasure[plane][cell], 0) / planes.length;
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: Number(nanoseconds) / 1e9,
    cpuSeconds: (user + system) / 1e6,
    pairs,
    meanF1: total / pairs,
  };
};

/** Passes for `seconds` after a warm-up of the same kind; the median pass counts. */
const measure = (metric, groups, seconds) => {
  const until = (limit) => {
    const passes = [];
    const start = process.hrtime.bigint();
    do passes.push(pass(metric, groups));
    while (Number(process.hrtime.bigint() - start) / 1e9 < limit || passes.length < 3);
    return passes.sort((a, b) => a.seconds - b.seconds);
  };
  until(seconds / 3);
  const passes = until(seconds);
  const rate = ({ pairs, seconds }) => pairs / seconds;
  const median = passes[Math.floor(passes.length / 2)];
  const cpuRates = passes.map(({ pairs, cpuSeconds }) => pairs / cpuSeconds).sort((a, b) => a - b);
  return {
    pairsPerSecond: rate(median),
    pairsPerCpuSecond: cpuRates[Math.floor(cpuRates.length / 2)],
    meanF1: median.meanF1,
    pairs: median.pairs,
    passes: passes.length,
    slowest: rate(passes.at(-1)),
    fastest: rate(passes[0]),
  };
};

const readGroups = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

/** The groups go over standard input, so that both score the same. */
const pythonRate = (groups) => {
  const script = fileURLToPath(new URL('rouge-baseline.py', import.meta.url));
  const answer = execFileSync(options.program, [script, options.metric, options.seconds], {
    input: groups.map((group) => JSON.stringify(group)).join('\n'),
  });
  return JSON.parse(answer.toString());
};

if (!Object.hasOwn(metrics, options.metric)) {
  console.error(
    `usage: npm run bench:rouge -- --input FILE.jsonl --metric ${Object.keys(metrics).join(' | ')}`,
  );
  process.exit(2);
}
const groups = options.input === undefined ? sampleGroups() : readGroups(options.input);
const metric = metrics[options.metric].create(metrics[options.metric].options.parse({}));
const result = { ...measure(metric, groups, Number(options.seconds)), machine: machineLine() };
if (options.python) {
  result.python = pythonRate(groups);
  result.ratio = result.pairsPerCpuSecond / result.python.pairsPerCpuSecond;
}
if (options.json) console.log(JSON.stringify(result));
else {
  const whole = (number) => Math.round(number).toLocaleString('en-US');
  console.log(
    `${options.metric}: ${whole(result.pairsPerSecond)} pairs/s, median of ${result.passes} passes`,
  );
  console.log(
    `spread ${whole(result.slowest)}–${whole(result.fastest)}; mean F1 ${result.meanF1}; ${result.machine}`,
  );
  if (options.python) {
    const ours = whole(result.pairsPerCpuSecond);
    console.log(
      `a second of processor time: ${ours} pairs, Python ${whole(result.python.pairsPerCpuSecond)}; ratio ${whole(result.ratio)}`,
    );
  }
}
