// Requests a minute against the configured limit, and what a run over a chat server costs in time and memory.
// A server in another process counts; one request in 20 is refused (429), one in 50 broken (500). `--json`.
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { chat } from '../dist/candidates/chat/chat.js';
import { chatOptions } from '../dist/candidates/chat/options.js';
import { machineLine } from './machine.mjs';

const { values: options } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    rpm: { type: 'string', default: '600' },
    seconds: { type: 'string', default: '75' },
    dialogues: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
  },
});

const minute = 60_000;

/** The most requests in any stretch of a minute. */
const busiestMinute = (times) => {
  let most = 0;
  for (let from = 0, to = 0; to < times.length; to++) {
    while (times[to] - times[from] >= minute) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
};

const serve = () => {
  let times = [];
  const fail = (response, status, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message: `error ${status}` } }));
  };
  const server = createServer(async (request, response) => {
    times.push(performance.now());
    const nth = times.length;
    let body = '';
    for await (const chunk of request) body += chunk;
    if (nth % 20 === 0) return fail(response, 429, { 'retry-after-ms': '20' });
    if (nth % 50 === 1) return fail(response, 500);
    const { seed } = JSON.parse(body);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        choices: [{ finish_reason: 'stop', message: { content: `#Person1# meets #Person2# at ${seed}.` } }],
        usage: { prompt_tokens: 200, completion_tokens: 12 },
      }),
    );
  });
  process.on('message', () => {
    process.send({ requests: times.length, busiest: busiestMinute(times) });
    times = [];
  });
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
};

const measure = async () => {
  const child = fork(new URL(import.meta.url), ['--serve']);
  const told = () => new Promise((resolve) => child.once('message', resolve));
  const { port } = await told();
  const seen = () => {
    child.send('tell');
    return told();
  };
  const open = (more) =>
    chat.create(
      chatOptions.parse({ model: 'm', base_url: `http://127.0.0.1:${port}/v1`, prompt: 'p.md', ...more }),
      { readFile: async () => Buffer.from('Summarise:\n{{dialogue}}') },
    );
  const dialogueOf = (index) => ({
    id: `${index}`,
    index,
    text: `#Person1#: at ${index}? `.repeat(20),
    references: [],
  });
  const context = { seed: 1, system: 'bench' };

  const run = async (generator, count, width, signal) => {
    let next = 0;
    let failed = 0;
    const worker = async () => {
      while (next < count) {
        const [answer] = await generator.generate([dialogueOf(next++)], context, signal);
        if (answer.status !== 'ok') failed += 1;
      }
    };
    await Promise.all(Array.from({ length: width }, worker));
    return failed;
  };

  const started = performance.now();
  const dialogues = Number(options.dialogues);
  const fast = await open({ candidates: 4, concurrency: 32 });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 100);
  const failed = await run(fast, dialogues, 32, new AbortController().signal);
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  const whole = { dialogues, candidates: 4, seconds, failed, peakMb: peak / 2 ** 20, ...(await seen()) };

  const limited = await open({ rpm: Number(options.rpm), concurrency: 16 });
  const end = AbortSignal.timeout(Number(options.seconds) * 1000);
  await run(limited, Number.POSITIVE_INFINITY, 16, end).catch(() => {});
  const { busiest } = await seen();
  child.kill();
  const result = {
    machine: machineLine(),
    whole,
    rpm: { limit: Number(options.rpm), busiestMinute: busiest },
  };
  if (options.json) console.log(JSON.stringify(result));
  else console.log(JSON.stringify(result, null, 2));
};

if (options.serve) serve();
else await measure();
