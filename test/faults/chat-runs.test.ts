import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { hapui as here } from '../commands/cli.ts';
import { type Behaviour, ignoreN, misbehaviours, startChatServer } from '../fixtures/server/chat-server.ts';
import { derivedFiles, start } from './runs.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const secret = 'sk-secret-of-this-test';
const count = 24;

const setUp = (t: Test, behaviour: Behaviour): string => {
  const folder = t.testdir({ 'p.md': 'Summarise:\n{{dialogue}}' });
  server.behave(behaviour);
  const rows = Array.from({ length: count }, (_, n) => `d${n},#Person1#: at ${n}? #Person2#: yes ${n}\n`);
  writeFileSync(join(folder, 'test.csv'), `fname,dialogue\n${rows.join('')}`);
  const read = rows.map((_, n) => `d${n},They meet at ${n}\n`);
  writeFileSync(join(folder, 'read.csv'), `fname,summary\n${read.join('')}`);
  const gpt = {
    id: 'gpt',
    kind: 'chat',
    model: 'm',
    base_url: '${URL}',
    api_key: '${API_KEY}',
    optional: true,
    prompt: 'p.md',
    candidates: 3,
    retry_seconds: 2,
    prices: { input: 1, output: 2 },
  };
  writeFileSync(
    join(folder, 'ensemble.yaml'),
    JSON.stringify({ dataset: 'test.csv', tokenizer: 'whitespace', systems: ['read.csv', gpt] }),
  );
  return folder;
};

const env = { URL: server.baseUrl, API_KEY: secret };
const runHere = (folder: string, environment: Readonly<Record<string, string>> = env) =>
  here(folder, ['run', '--workers', '1'], environment, 'real');
const output = (folder: string, name: string) => readFileSync(join(folder, 'outputs/ensemble', name), 'utf8');
const outputs = (folder: string) => derivedFiles.map((name) => output(folder, name));

/** Text that depends on the request alone, as far as the store's key does. */
const answer: Behaviour = ignoreN;

t.test('a run that is killed twice ends like one that was not, and asks nothing twice', async (t) => {
  const unbroken = setUp(t, answer);
  t.match(await runHere(unbroken), { code: 0 });
  t.equal(server.asked.length, 3 * count);
  const expected = outputs(unbroken);

  const folder = setUp(t, answer);
  for (const killAt of [30, 60]) {
    const running = start(folder, ['run'], env);
    server.behave((asked, response, nth) => {
      if (nth === killAt / 2) running.child.kill('SIGKILL');
      return answer(asked, response, nth);
    });
    await running.ended;
  }
  server.behave(answer);
  const before = server.asked.length;
  t.equal(before, 0);
  t.match(await runHere(folder), { code: 0 });
  t.ok(server.asked.length < 3 * count - 10, 'what was answered before is not asked again');
  t.strictSame(outputs(folder), expected);
  server.behave(answer);
  t.match(await runHere(folder), { code: 0 });
  t.equal(server.asked.length, 0);
});

t.test(
  'every failed call is quarantined, every id decided, and the next run asks for what failed only',
  async (t) => {
    const isPoor = (text: string) => /at [0-4]\?/.test(text);
    const folder = setUp(t, (asked, response, nth) =>
      isPoor(asked.body.messages[0]?.content ?? '') && asked.body.seed === 43
        ? misbehaviours.cutJson(asked, response)
        : answer(asked, response, nth),
    );
    const { code, err } = await runHere(folder);
    t.equal(code, 4, err);
    const lines = output(folder, 'quarantine.jsonl').trimEnd().split('\n');
    t.equal(lines.length, 5);
    t.match(JSON.parse(lines[0]!), { id: 'd0', system: 'gpt', reason: /1 of 3 answers/ });
    t.equal(output(folder, 'summaries.csv').trimEnd().split('\n').length, count + 1);
    const scores = output(folder, 'scores.jsonl').trimEnd().split('\n');
    t.equal(scores.length, count + 3 * count - 5, 'answers that came take part');
    server.behave(answer);
    t.match(await runHere(folder), { code: 0 });
    t.equal(server.asked.length, 5);
  },
);

t.test('a 401 midway: the others go on, and the key is nowhere', async (t) => {
  const folder = setUp(t, (asked, response, nth) =>
    nth < 20 ? answer(asked, response, nth) : misbehaviours.unauthorised(asked, response),
  );
  const { code, out, err } = await runHere(folder);
  t.equal(code, 4, err);
  t.ok(server.asked.length <= 28, 'only those in flight meet it');
  const all = [out, err, ...outputs(folder), output(folder, 'run.json')].join('\n');
  t.notMatch(all, secret);
  t.match(all, /Incorrect API key/);
  const [gpt] = JSON.parse(output(folder, 'run.json')).generated;
  t.match(gpt, { id: 'gpt', report: { answered: 20, cost_usd: (20 * (10 + 2 * 5)) / 1e6 } });
});

t.test('without its variables the system is left out, and said so', async (t) => {
  const folder = setUp(t, answer);
  const { code, out, err } = await runHere(folder, {});
  t.equal(code, 0);
  t.match(out + err, /gpt/);
  t.equal(server.asked.length, 0);
});
