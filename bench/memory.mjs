// Peak memory of whole runs over invented dialogues, by number of dialogues: `run` and `pairs` over eight files, `run` with a chat
// server in this process. It must hardly grow. `npm run bench:memory -- 10000 40000`; `--jobs pairs,chat`, `--heap 64` (MiB of old
// space in every thread: what a process needs, rather than what the collector leaves lying).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machineLine } from './machine.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string', default: 'run,pairs,chat' },
    heap: { type: 'string' },
    workers: { type: 'string', default: '1' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));

/** Draws that are the same everywhere and every time (Numerical Recipes' generator). */
const createDraw = (seed) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};
const syllables = 'ka no mi tu re so la di ve po han gul ser ton bri max'.split(' ');
const wordDraw = createDraw(1);
const words = Array.from({ length: 4000 }, () =>
  Array.from({ length: 2 + wordDraw(2) }, () => syllables[wordDraw(syllables.length)]).join(''),
);

/** The n-th dialogue: eight turns of eight words, and eight summaries that share three words of four. */
const invent = (n) => {
  const draw = createDraw(n);
  const text = (length) => Array.from({ length }, () => words[draw(words.length)]);
  const turns = Array.from({ length: 8 }, (_, turn) => `#Person${1 + (turn % 2)}#: ${text(8).join(' ')}.`);
  const base = text(14);
  const vary = () => base.map((word) => (draw(4) === 0 ? words[draw(words.length)] : word)).join(' ');
  return { id: `d${n}`, dialogue: turns.join('\\n'), summaries: Array.from({ length: 8 }, vary) };
};

const jsonLine = (id, key, text) => `{"fname":"${id}","${key}":"${text}"}\n`;

const writeInputs = (folder, count) => {
  const files = ['test', ...Array.from({ length: 8 }, (_, system) => `sys${system}`)];
  for (const file of files) writeFileSync(join(folder, `${file}.jsonl`), '');
  for (let from = 0; from < count; from += 1000) {
    const some = Array.from({ length: Math.min(1000, count - from) }, (_, place) => invent(from + place));
    const append = (file, lines) =>
      writeFileSync(join(folder, `${file}.jsonl`), lines.join(''), { flag: 'a' });
    append(
      'test',
      some.map(({ id, dialogue }) => jsonLine(id, 'dialogue', dialogue)),
    );
    for (let system = 0; system < 8; system++)
      append(
        `sys${system}`,
        some.map(({ id, summaries }) => jsonLine(id, 'summary', summaries[system])),
      );
  }
};

/** Answers with as many texts as asked for, all at once: the client is what is measured. */
const startServer = async () => {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { messages, n = 1 } = JSON.parse(body);
    const draw = createDraw(messages.at(-1).content.length);
    const choices = Array.from({ length: n }, (_, index) => ({
      index,
      finish_reason: 'stop',
      message: { role: 'assistant', content: Array.from({ length: 14 }, () => words[draw(200)]).join(' ') },
    }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices, usage: { prompt_tokens: 300, completion_tokens: 60 } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

const configOf = (job, port) => ({
  dataset: 'test.jsonl',
  tokenizer: 'whitespace',
  fsync: 'second',
  systems:
    job === 'chat'
      ? [
          'sys0.jsonl',
          {
            id: 'chat',
            kind: 'chat',
            model: 'm',
            base_url: `http://127.0.0.1:${port}/v1`,
            prompt: join(root, 'prompts/rouge-aware-ko.md'),
            candidates: 4,
            concurrency: 32,
            prices: { input: 1, output: 2 },
          },
        ]
      : 'sys*.jsonl',
});

/** Says the peak on standard error as the process ends; `maxRSS` is in KiB. */
const telling =
  "data:text/javascript,import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>console.error('peak '+process.resourceUsage().maxRSS))";

const measure = async (job, count, port) => {
  const folder = mkdtempSync(join(tmpdir(), 'hapui-memory-'));
  try {
    writeInputs(folder, count);
    writeFileSync(join(folder, 'ensemble.yaml'), JSON.stringify(configOf(job, port)));
    const started = performance.now();
    const heap = options.heap === undefined ? [] : [`--max-old-space-size=${options.heap}`];
    const command = job === 'pairs' ? 'pairs' : 'run';
    const child = spawn(
      process.execPath,
      [
        ...heap,
        '--import',
        telling,
        join(root, 'dist/cli.js'),
        command,
        '--quiet',
        '--workers',
        options.workers,
      ],
      { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    const [code] = await once(child, 'close');
    const peak = Number(/peak (\d+)/.exec(told)?.[1]) / 1024;
    if (code !== 0) return `– (exit ${code}${/heap/.test(told) ? ', out of heap' : ''})`;
    return `${peak.toFixed(0)} (${((performance.now() - started) / 1000).toFixed(0)} s)`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const sizes = positionals.length > 0 ? positionals.map(Number) : [10000, 20000, 40000];
const server = await startServer();
console.log(`${machineLine()}.\n`);
console.log(`| dialogues | ${sizes.join(' | ')} |\n| --- | ${sizes.map(() => '---: |').join(' ')}`);
for (const job of options.jobs.split(',')) {
  const cells = [];
  for (const size of sizes) cells.push(await measure(job, size, server.address().port));
  console.log(`| ${job} | ${cells.join(' | ')} |`);
}
server.close();
server.closeAllConnections();
