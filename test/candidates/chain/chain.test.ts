import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { chain, createChain } from '../../../src/candidates/chain/chain.ts';
import { type ChainOptions, chainOptions } from '../../../src/candidates/chain/options.ts';
import type { Host } from '../../../src/registry.ts';
import type { AnswerStore } from '../../../src/types.ts';
import { generatorContract } from '../../contract/generator.ts';
import {
  type Behaviour,
  type ChatBody,
  choice,
  completion,
  misbehaviours,
  sendJson,
  startChatServer,
} from '../../fixtures/server/chat-server.ts';
import { createVirtualClock } from '../../models/virtual-clock.ts';
import { createMemoryStore, dialogueOf } from '../chat/world.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const root = join(import.meta.dirname, '../../..');
const host: Host = {
  resolve: (path) => join(root, path),
  readFile: (path) => readFile(join(root, path)),
  modelFolder: async () => '',
  remote: async () => Promise.reject(new Error('no thread is needed')),
};
const { signal } = new AbortController();
const korean = '#Person1#: 세 시에 만나요? #Person2#: 네.';

const backTranslation = (): Record<string, unknown> => ({
  model: 'm',
  base_url: server.baseUrl,
  api_key: 'sk-chain',
  steps: [
    { name: 'english', prompt: 'prompts/translate-to-english.md' },
    { name: 'english_summary', prompt: 'prompts/summarise-english.md' },
    { name: 'summary', prompt: 'prompts/back-to-korean.md', temperature: 0.3 },
  ],
});

const lastOf = ({ messages }: ChatBody): string => messages.at(-1)?.content ?? '';

/** Answers each step as a model would. */
const translator: Behaviour = ({ body }, response) => {
  const asked = lastOf(body);
  const text = asked.includes('Translate the dialogue')
    ? '#Person1#: At three? #Person2#: Yes.'
    : asked.includes('<english_summary-')
      ? '#Person1#과 #Person2#는 세 시에 만난다.'
      : 'Summary: #Person1# and #Person2# meet at three.';
  sendJson(response, completion([choice(text)]));
};

const run = async (options: object, answers?: AnswerStore) => {
  const generator = await createChain(chainOptions.parse(options), host, createVirtualClock());
  const context = { seed: 7, system: 'back', ...(answers ? { answers } : {}) };
  const [answer] = await generator.generate([dialogueOf(korean)], context, signal);
  const report = generator.report?.();
  await generator.close?.();
  return { answer, report };
};

server.behave(translator);
generatorContract({
  definition: chain,
  options: backTranslation(),
  otherOptions: { ...backTranslation(), max_chars: 50 },
  host,
  dialogues: [korean, 'b', 'c', 'd'].map(dialogueOf),
});

t.test('back-translation: the last step sees the summary and the original dialogue', async (t) => {
  server.behave(translator);
  const { answer } = await run(backTranslation());
  t.match(answer, {
    status: 'ok',
    candidates: [
      { system: 'back', candidate: 0, text: '#Person1#과 #Person2#는 세 시에 만난다.', status: 'ok' },
    ],
  });
  const [translate, summarise, back] = server.asked.map(({ body }) => body) as [ChatBody, ChatBody, ChatBody];
  t.match(lastOf(translate), korean);
  t.match(lastOf(summarise), 'At three?');
  t.notMatch(lastOf(summarise), korean);
  t.match(lastOf(back), korean);
  t.match(lastOf(back), />\n#Person1# and #Person2# meet at three\.\n</, 'cleaned before it is shown');
  t.strictSame([translate.temperature, back.temperature], [undefined, 0.3]);
});

t.test('each step is stored by itself: another last step asks for that alone', async (t) => {
  const answers = createMemoryStore();
  server.behave(translator);
  await run(backTranslation(), answers);
  t.equal(answers.values.size, 3);
  const again = await run(backTranslation(), answers);
  t.equal(server.asked.length, 3);
  t.match(again.report, { steps: { english: { requests: 0, answers_reused: 1 } } });
  const { steps, ...rest } = backTranslation() as { steps: object[] };
  await run({ ...rest, steps: [...steps.slice(0, 2), { ...steps[2], temperature: 1 }] }, answers);
  t.equal(server.asked.length, 4);
});

t.test('draft and revision, the draft by a model of this machine', async (t) => {
  server.behave((_, response) => sendJson(response, completion([choice('고친 요약이다.')])));
  const { answer, report } = await run({
    model: 'm',
    base_url: server.baseUrl,
    prices: { input: 1, output: 1 },
    steps: [
      {
        name: 'draft',
        kind: 'seq2seq',
        options: { model: 'models/tiny-bart', device: 'cpu', threads: 1, generate: { max_new_tokens: 20 } },
      },
      { name: 'revised', prompt: 'prompts/revise-ko.md' },
    ],
  });
  t.match(server.asked[0]?.body.messages.at(-1)?.content, /초안:\n<draft-[0-9a-f]+>\n\S/);
  t.match(answer, { status: 'ok', candidates: [{ text: '고친 요약이다.' }] });
  t.match(report, { steps: { draft: { computed: 1 } }, cost_usd: 15 / 1e6 });
});

t.test('what each step cost is told by step, and recalled', async (t) => {
  server.behave(translator);
  const prices = { input: 1e6, output: 2e6 };
  const { answer, report } = await run({ ...backTranslation(), prices });
  const tally = { answers: 1, uncounted: 0, input: 10, cached: 0, output: 5 };
  t.match(answer, { paid: { english: tally, english_summary: tally, summary: tally } });
  t.match(report, { paid_usd: 3 * 20, stored_usd: 0, cost_usd: 3 * 20 });
  const generator = await createChain(
    chainOptions.parse({ ...backTranslation(), prices }),
    host,
    createVirtualClock(),
  );
  generator.recall?.({ english: tally, summary: tally }, 1);
  generator.recall?.(undefined, 1);
  t.match(generator.report?.(), {
    steps: { english: { answers_reused: 2 }, english_summary: { answers_reused: 1 } },
    paid_usd: 0,
    stored_usd: 2 * 20,
  });
});

t.test('a step’s own prices count for it; one step without prices leaves the chain without', async (t) => {
  server.behave(translator);
  const { steps, ...rest } = backTranslation() as { steps: object[] };
  const dear = [...steps.slice(0, 2), { ...steps[2], prices: { input: 1e8, output: 1e8 } }];
  const { report } = await run({ ...rest, steps: dear, prices: { input: 1e6, output: 1e6 } });
  t.match(report, { paid_usd: 2 * 15 + 1500 });
  const parsed = (more: object) => chainOptions.parse({ ...rest, ...more });
  t.equal(chain.isPriced?.(parsed({ steps: dear })), false);
  t.equal(chain.isPriced?.(parsed({ steps: dear, prices: { input: 0, output: 0 } })), true);
  t.match((await run({ ...rest, steps: dear })).report, { paid_usd: null });
});

t.test('a forecast counts every step, what is stored of them taken off', async (t) => {
  const answers = createMemoryStore();
  const context = { seed: 7, system: 'back', answers };
  const open = (more: object = {}) =>
    createChain(chainOptions.parse({ ...backTranslation(), ...more }), host, createVirtualClock());
  const expensesOf = async (more: object = {}, text = korean) => {
    const forecast = (await open(more)).forecast!(context);
    await forecast.add(dialogueOf(text));
    return forecast.total();
  };
  const prices = { input: 1, output: 1 };
  server.behave(translator);
  const before = await expensesOf({ prices, candidates: 2 });
  t.match(before, { stored: 0, owed: 4, calls: { low: 3, expected: 3, high: 4 } });
  const { usd } = before;
  t.ok(usd && 0 < usd.low && usd.low < usd.expected && usd.expected < usd.high);
  t.equal(server.asked.length, 0);
  await run(backTranslation(), answers);
  t.match(await expensesOf(), { stored: 3, owed: 0, calls: { high: 0 } });
  t.match(await expensesOf({ candidates: 2 }), { stored: 3, owed: 1, calls: { high: 1 } });
  const { steps } = backTranslation() as { steps: object[] };
  const changed = [steps[0], { ...steps[1], temperature: 1 }, steps[2]];
  t.match(await expensesOf({ steps: changed }), { stored: 1, owed: 2, usd: undefined });
  t.match(await expensesOf({ prices }, ''), { stored: 0, owed: 0, usd: { high: 0 } });
  server.behave((_, response) => sendJson(response, completion([choice(null, {}, { refusal: 'No.' })])));
  await run({ ...backTranslation(), model: 'refuser' }, answers);
  t.match(await expensesOf({ model: 'refuser' }), { stored: 1, owed: 0 }, 'a refusal ends the chain');
});

t.test('a step that fails fails the dialogue; one that is refused is an answer', async (t) => {
  server.behave(misbehaviours.unauthorised);
  t.match((await run(backTranslation())).answer, { status: 'failed', reason: /step english: HTTP 401/ });
  server.behave((_, response) => sendJson(response, completion([choice(null, {}, { refusal: 'No.' })])));
  t.match((await run(backTranslation())).answer, {
    status: 'ok',
    candidates: [{ text: '', status: 'refused', note: /english/ }],
  });
});

t.test('a key goes to the address it was given with, and nowhere else', async (t) => {
  const other = await startChatServer();
  t.teardown(() => other.close());
  server.behave(translator);
  const { steps, ...rest } = backTranslation() as { steps: object[] };
  await run({
    ...rest,
    headers: { 'x-team': 'ours' },
    steps: [{ ...steps[0], base_url: other.baseUrl }, ...steps.slice(1)],
  });
  t.match(server.asked[0]?.headers, { authorization: 'Bearer sk-chain', 'x-team': 'ours' });
  t.equal(other.asked[0]?.headers.authorization, undefined);
  t.equal(other.asked[0]?.headers['x-team'], undefined);
});

t.test('steps that cannot work are refused', async (t) => {
  const parse = (more: Partial<Record<keyof ChainOptions, unknown>>) => () =>
    chainOptions.parse({ ...backTranslation(), ...more });
  const step = (more: object) => ({ steps: [{ name: 'a', prompt: 'p.md', ...more }] });
  t.throws(parse({ steps: [] }));
  t.throws(parse(step({ name: 'dialogue' })));
  t.throws(parse(step({ name: 'A b' })));
  t.throws(parse({ steps: [...step({}).steps, ...step({}).steps] }), 'two of one name');
  t.throws(parse({ ...step({}), model: undefined }), 'no model');
  const later = { name: 'a', kind: 'seq2seq', input: 'b', options: { model: 'x' } };
  t.throws(parse({ steps: [later] }), 'an input that is not there');
});
