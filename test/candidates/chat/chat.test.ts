import t, { type Test } from 'tap';
import { chat, createChat } from '../../../src/candidates/chat/chat.ts';
import { type ChatOptions, chatOptions } from '../../../src/candidates/chat/options.ts';
import type { AnswerStore, Generated } from '../../../src/types.ts';
import { generatorContract } from '../../contract/generator.ts';
import {
  choice,
  completion,
  ignoreN,
  misbehaviours,
  obey,
  sendError,
  sendJson,
  startChatServer,
} from '../../fixtures/server/chat-server.ts';
import { createVirtualClock } from '../../models/virtual-clock.ts';
import { createMemoryStore, dialogueOf, hostOf } from './world.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const { signal } = new AbortController();
const files = { 'p.md': 'Summarise:\n{{dialogue}}', 'q.md': 'In a word:\n{{dialogue}}' };
const host = () => hostOf(files);
const options = (more: object = {}): ChatOptions =>
  chatOptions.parse({ model: 'm', base_url: server.baseUrl, api_key: 'sk-test-1', prompt: 'p.md', ...more });

const ask = async (more: object = {}, answers?: AnswerStore, texts = ['#Person1#: hi']) => {
  const generator = await createChat(options(more), host(), createVirtualClock());
  const context = { seed: 7, system: 'gpt', ...(answers ? { answers } : {}) };
  const generated = await generator.generate(texts.map(dialogueOf), context, signal);
  return { generated, report: generator.report?.() as Record<string, number> };
};

const textsOf = (answer: Generated | undefined) =>
  answer === undefined || answer.status === 'failed' ? [] : answer.candidates.map(({ text }) => text);

server.behave(ignoreN);
generatorContract({
  definition: chat,
  options: { model: 'm', base_url: server.baseUrl, prompt: 'p.md', candidates: 2 },
  otherOptions: { model: 'm', base_url: server.baseUrl, prompt: 'p.md', candidates: 2, temperature: 1 },
  host: host(),
  dialogues: ['one', 'two', 'three', 'four'].map(dialogueOf),
});

t.test('the request is what the options say; nothing else is in it', async (t) => {
  server.behave(obey);
  await ask({
    temperature: 0.7,
    top_p: 0.9,
    max_tokens: 99,
    stop: '\n\n',
    extra: { reasoning_effort: 'low', model: 'other' },
  });
  const [{ body }] = server.asked as [(typeof server.asked)[0]];
  const { messages, ...rest } = body;
  t.strictSame(rest, {
    model: 'm',
    seed: 7,
    temperature: 0.7,
    top_p: 0.9,
    max_tokens: 99,
    stop: '\n\n',
    reasoning_effort: 'low',
  });
  t.match(messages, [{ role: 'user', content: /^Summarise:\n<dialogue-[0-9a-f]{16}>\n#Person1#: hi\n/ }]);
});

t.test('where the server honours n, one request gives all candidates', async (t) => {
  server.behave(obey);
  const { generated } = await ask({ candidates: 3 });
  t.strictSame(textsOf(generated[0]), ['answer 7/0', 'answer 7/1', 'answer 7/2']);
  t.equal(server.asked.length, 1);
});

t.test('where it ignores n silently, seeded calls give the rest, and n is not tried again', async (t) => {
  server.behave(ignoreN);
  const generator = await createChat(options({ candidates: 3 }), host(), createVirtualClock());
  const context = { seed: 7, system: 'gpt' };
  const [first] = await generator.generate([dialogueOf('a')], context, signal);
  t.strictSame(textsOf(first), ['answer of seed 7', 'answer of seed 8', 'answer of seed 9']);
  await generator.generate([dialogueOf('b', 1)], context, signal);
  t.strictSame(
    server.asked.map(({ body }) => body.n),
    [3, undefined, undefined, undefined, undefined, undefined],
  );
});

t.test('where it refuses n aloud, single calls follow', async (t) => {
  server.behave((asked, response, nth) =>
    asked.body.n ? sendError(response, 400, { message: 'only n = 1' }) : obey(asked, response, nth),
  );
  const { generated } = await ask({ candidates: 2 });
  t.strictSame(textsOf(generated[0]), ['answer 7/0', 'answer 8/0']);
});

t.test('several prompts give their candidates each', async (t) => {
  server.behave(obey);
  const { generated } = await ask({ prompt: undefined, prompts: ['p.md', 'q.md'], candidates: 2 });
  t.equal(textsOf(generated[0]).length, 4);
});

t.test('a stored answer is not asked for again, also when more candidates are wanted', async (t) => {
  const answers = createMemoryStore();
  server.behave(obey);
  await ask({ candidates: 2 }, answers);
  const again = await ask({ candidates: 2, rpm: 5, prices: { input: 1, output: 1 } }, answers);
  t.equal(server.asked.length, 1);
  t.match(again.report, { requests: 0, answers_reused: 2, cost_usd: 0 });
  const more = await ask({ candidates: 3 }, answers);
  t.equal(server.asked.length, 2);
  t.strictSame(textsOf(more.generated[0]), ['answer 7/0', 'answer 7/1', 'answer 9/0']);
  await ask({ candidates: 2, temperature: 0.5 }, answers);
  t.equal(server.asked.length, 3, 'other options are other questions');
});

t.test('of several answers, those that arrive are kept though others fail', async (t) => {
  const answers = createMemoryStore();
  server.behave((asked, response, nth) =>
    asked.body.seed === 8 ? misbehaviours.broken(asked, response) : ignoreN(asked, response, nth),
  );
  const { generated } = await ask({ candidates: 3 }, answers);
  t.match(generated, [{ status: 'partial', reason: /HTTP 500.*\(1 of 3 answers\)/ }]);
  t.strictSame(textsOf(generated[0]), ['answer of seed 7', 'answer of seed 9']);
  t.equal(answers.values.size, 2);
  server.behave(ignoreN);
  const { generated: repaired } = await ask({ candidates: 3 }, answers);
  t.strictSame(textsOf(repaired[0]), ['answer of seed 7', 'answer of seed 8', 'answer of seed 9']);
  t.equal(server.asked.length, 1);
});

t.test('refused, filtered, truncated and empty answers are answers', async (t) => {
  const statusOf = async (...given: Parameters<typeof choice>) => {
    server.behave((_, response) => sendJson(response, completion([choice(...given)])));
    const [answer] = (await ask()).generated;
    return answer?.status === 'ok' && answer.candidates[0]?.status;
  };
  t.equal(await statusOf(null, {}, { refusal: 'No.' }), 'refused');
  t.equal(await statusOf('', { finish_reason: 'content_filter' }), 'filtered');
  t.equal(await statusOf('half', { finish_reason: 'length' }), 'truncated');
  t.equal(await statusOf(' '), 'empty');
  t.equal(await statusOf('<think>hm</think>요약: "끝."'), 'ok');
  server.behave((_, response) => sendError(response, 400, { code: 'content_filter' }));
  t.match((await ask({ candidates: 2 })).generated, [
    { status: 'ok', candidates: [{ status: 'filtered' }, { status: 'filtered' }] },
  ]);
});

t.test('a 401 midway fails what follows at once, with a reason that holds no key', async (t) => {
  server.behave((asked, response, nth) =>
    nth < 2 ? obey(asked, response, nth) : misbehaviours.unauthorised(asked, response),
  );
  const texts = Array.from({ length: 12 }, (_, index) => `dialogue ${index}`);
  const { generated } = await ask({ concurrency: 1 }, undefined, texts);
  t.strictSame(
    generated.map(({ status }) => status),
    [...texts.keys()].map((index) => (index < 2 ? 'ok' : 'failed')),
  );
  t.equal(server.asked.length, 3);
  t.notMatch(JSON.stringify(generated), 'sk-test-1');
});

t.test('what was spent is told, with the cost where prices are known', async (t) => {
  server.behave(obey);
  const { report } = await ask({ candidates: 2, prices: { input: 2, output: 4 } });
  t.match(report, { requests: 1, input_tokens: 10, output_tokens: 5, uncounted: 0, cost_usd: 40 / 1e6 });
  server.behave((_, response) => sendJson(response, completion([choice('x')], { usage: null })));
  t.match((await ask()).report, { uncounted: 1, cost_usd: null });
});

t.test('no more requests are in flight than the config allows, whatever is asked', async (t) => {
  server.behave(async (asked, response, nth) => {
    await new Promise((resolve) => setImmediate(resolve));
    await ignoreN(asked, response, nth);
  });
  await ask({ candidates: 4, concurrency: 3 }, undefined, ['a', 'b', 'c', 'd', 'e']);
  t.ok(server.busiest <= 3);
});

const wrong = (t: Test, more: object, files: Record<string, string>, expected: { code: string }) =>
  t.rejects(createChat(options(more), hostOf(files), createVirtualClock()), expected);

t.test('what is wrong with prompts shows before anything is sent', async (t) => {
  server.behave(obey);
  await wrong(t, {}, {}, { code: 'config-path' });
  await wrong(t, {}, { 'p.md': '{{dialog}}' }, { code: 'config-unknown-name' });
  t.throws(() => options({ prompts: ['p.md'] }), 'prompt and prompts');
  t.throws(() => chatOptions.parse({ model: 'm' }), 'neither');
  t.throws(() => options({ base_url: 'file:///etc' }));
  t.equal(server.asked.length, 0);
});
