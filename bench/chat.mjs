// What a run over a chat server costs in time and memory, whether it asks for anything twice, and requests a minute against
// the configured limit: `hapui run` as users run it, against a server in another process that misbehaves and writes its
// answers with a small model. `--dialogues`, `--rpm`, `--seconds`, `--json`.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { machineLine } from './machine.mjs';

const { values: options } = parseArgs({
  options: {
    dialogues: { type: 'string', default: '2000' },
    rpm: { type: 'string', default: '600' },
    seconds: { type: 'string', default: '75' },
    json: { type: 'boolean', default: false },
  },
});
const dialogues = Number(options.dialogues);
const root = fileURLToPath(new URL('..', import.meta.url));
const poison = '요술램프';

/** Dialogues of the sample, each with a number of its own; one in 100 is never answered. */
const writeInputs = (folder, port, more) => {
  const sample = parse(readFileSync(join(root, 'data/sample/ko/dialogues.csv')), {
    bom: true,
    columns: true,
  });
  const rows = Array.from({ length: dialogues }, (_, n) => {
    const { dialogue } = sample[n % sample.length];
    const last = n % 100 === 7 ? `${poison} ${n}번 봤어요?` : `${n}번 표를 가져오세요.`;
    return [`d${n}`, `${dialogue}\n#Person1#: ${last}`];
  });
  writeFileSync(join(folder, 'test.csv'), stringify([['fname', 'dialogue'], ...rows]));
  writeFileSync(
    join(folder, 'read.csv'),
    stringify([['fname', 'summary'], ...rows.map(([id], n) => [id, sample[n % sample.length].summary])]),
  );
  const gpt = {
    id: 'gpt',
    kind: 'chat',
    model: 'm',
    base_url: `http://127.0.0.1:${port}/v1`,
    prompt: join(root, 'prompts/rouge-aware-ko.md'),
    candidates: 4,
    max_tokens: 40,
    attempts: 3,
    prices: { input: 1, output: 2 },
    ...more,
  };
  const config = { dataset: 'test.csv', tokenizer: 'character', fsync: 'second', systems: ['read.csv', gpt] };
  writeFileSync(join(folder, 'ensemble.yaml'), JSON.stringify(config));
};

/** MiB that a process holds; undefined where the system does not tell. */
const residentMb = (pid) => {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return undefined;
  }
};

/** `hapui run …` with its time, exit code and memory twice a second. */
const run = async (folder, ...argv) => {
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'run', '--json', ...argv], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const memory = [];
  const watch = setInterval(() => memory.push(residentMb(child.pid)), 500);
  const [code] = await once(child, 'close');
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  return { code, seconds, result: out === '' ? undefined : JSON.parse(out), memory: memory.filter(Boolean) };
};

const server = fork(new URL('../test/fixtures/server/summarising-server.mjs', import.meta.url), [
  join(root, 'dist'),
  JSON.stringify({ poison: [poison] }),
]);
const [{ port }] = await once(server, 'message');
const reply = (asked, field) =>
  new Promise((resolve) => {
    const listen = (message) => {
      if (!(field in message)) return;
      server.off('message', listen);
      resolve(message);
    };
    server.on('message', listen);
    server.send(asked);
  });
const tell = () => reply('tell', 'requests');
const forget = () => reply('forget', 'forgotten');

const linesOf = (folder, name) =>
  readFileSync(join(folder, 'outputs/ensemble', name), 'utf8')
    .split('\n')
    .filter(Boolean);

const folder = mkdtempSync(join(tmpdir(), 'hapui-bench-'));
try {
  writeInputs(folder, port, { concurrency: 32, retry_seconds: 10 });
  const first = await run(folder);
  const counted = await tell();
  const half = first.memory.slice(Math.floor(first.memory.length / 2));
  await forget();
  const again = await run(folder);
  const repeated = await tell();
  const whole = {
    dialogues,
    candidates: 4,
    exit: first.code,
    seconds: first.seconds,
    decided: linesOf(folder, 'decisions.jsonl').length,
    poisoned: Math.ceil((dialogues - 7) / 100),
    quarantined: linesOf(folder, 'quarantine.jsonl').length,
    requests: counted.requests,
    completions: counted.completions,
    askedTwice: counted.repeated,
    completionsOfSecondRun: repeated.completions,
    cost: first.result?.cost,
    costOfSecondRun: again.result?.cost,
    // the growth of the second half is what a leak would show
    memoryMb: {
      atQuarter: first.memory[Math.floor(first.memory.length / 4)],
      atHalf: half[0],
      peakOfSecondHalf: Math.max(...half),
      peak: Math.max(...first.memory),
    },
  };

  await forget();
  rmSync(join(folder, 'outputs'), { recursive: true });
  writeInputs(folder, port, { concurrency: 16, rpm: Number(options.rpm) });
  const limited = await run(folder, '--deadline', options.seconds);
  const { busiestMinute, requests } = await tell();
  const rpm = {
    limit: Number(options.rpm),
    seconds: limited.seconds,
    exit: limited.code,
    requests,
    busiestMinute,
  };
  const result = { machine: machineLine(), whole, rpm };
  console.log(options.json ? JSON.stringify(result) : JSON.stringify(result, null, 2));
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
