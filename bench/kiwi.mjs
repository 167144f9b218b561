// Kiwi in WebAssembly beside the native Python package, on the same texts in one run: texts a second, memory, and the share
// of texts with the same tokens. `--input FILE` (CSV with a column `summary`; default: the Korean sample), repeatable;
// `--program PYTHON` (default python3) measures kiwipiepy where it has it; `--json`.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { createKiwi, findKiwi } from '../dist/models/kiwi.js';
import { machineLine } from './machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    input: { type: 'string', multiple: true, default: [`${root}data/sample/ko/labelled.csv`] },
    program: { type: 'string', default: 'python3' },
    json: { type: 'boolean', default: false },
  },
});

const summaries = (file) =>
  parse(readFileSync(file), { columns: true, bom: true }).map((row) => row.summary.normalize('NFC'));
const texts = [...new Set(options.input.flatMap(summaries))];

const wasm = async () => {
  const start = performance.now();
  const kiwi = await createKiwi(await findKiwi(process.env));
  const loadSeconds = (performance.now() - start) / 1000;
  kiwi.tokenize(texts.slice(0, 100));
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  const tokens = kiwi.tokenize(texts);
  const { user, system } = process.cpuUsage(cpu);
  return {
    version: kiwi.version,
    loadSeconds,
    seconds: (performance.now() - begin) / 1000,
    cpuSeconds: (user + system) / 1e6,
    memoryMb: process.resourceUsage().maxRSS / 1024,
    tokens,
  };
};

const native = () => {
  try {
    const output = execFileSync(options.program, [`${root}bench/kiwi.py`], {
      input: JSON.stringify(texts),
      maxBuffer: 2 ** 28,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const measured = JSON.parse(output.toString());
    return { ...measured, version: `kiwipiepy ${measured.version} model ${measured.model}` };
  } catch {
    return undefined;
  }
};

const shown = (measured) => {
  const { version, loadSeconds, seconds, cpuSeconds, memoryMb } = measured;
  return {
    version,
    loadSeconds,
    textsPerSecond: texts.length / seconds,
    textsPerCpuSecond: texts.length / cpuSeconds,
    memoryMb,
  };
};

const [ours, theirs] = [await wasm(), native()];
const result = { machine: machineLine(), texts: texts.length, wasm: shown(ours) };
if (theirs !== undefined) {
  const equal = texts.filter((_, i) => ours.tokens[i].join('\0') === theirs.tokens[i].join('\0')).length;
  result.native = shown(theirs);
  result.equalTexts = equal / texts.length;
  result.cpuRatio = ours.cpuSeconds / theirs.cpuSeconds;
}

const row = ({ version, loadSeconds, textsPerSecond, textsPerCpuSecond, memoryMb }) =>
  `| ${version} | ${loadSeconds.toFixed(1)} | ${textsPerSecond.toFixed(0)} | ${textsPerCpuSecond.toFixed(0)} | ${memoryMb.toFixed(0)} |`;

if (options.json) console.log(JSON.stringify(result));
else {
  console.log(`${result.machine}\n${result.texts} texts, one thread\n`);
  console.log('| analyser | load, s | texts/s | texts/s of processor time | memory, MiB |');
  console.log('| --- | --- | --- | --- | --- |');
  console.log(row(result.wasm));
  if (theirs === undefined) console.log(`\n${options.program} has no kiwipiepy: not compared`);
  else {
    console.log(row(result.native));
    console.log(`\nsame tokens in ${(100 * result.equalTexts).toFixed(1)} % of the texts`);
  }
}
