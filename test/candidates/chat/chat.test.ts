import t, { type Test } from 'tap';
import { chat, createChat } from '../../../src/candidates/chat/chat.ts';
import { type ChatOptions, chatOptions } from '../../../src/candidates/chat/options.ts';
import type { AnswerStore, Generated, Json, Purse } from '../../../src/types.ts';
import { generatorContract } from '../../contract/generator.ts';
import {
  type Behaviour,
  choice,
  completion,
  ignoreN,
  misbehaviours,
  obey,
  sendError,
  sendJson,
  sequence,
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
  t.match(again.report, {
    requests: 0,
    answers_reused: 2,
    stored: { input_tokens: 10, output_tokens: 5, uncounted: 0 },
    paid_usd: 0,
    stored_usd: 15 / 1e6,
    cost_usd: 15 / 1e6,
  });
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

t.test('a dialogue’s answer brings what it cost, and recalls it', async (t) => {
  server.behave(obey);
  const generator = await createChat(
    options({ candidates: 2, prices: { input: 1, output: 1 } }),
    host(),
    createVirtualClock(),
  );
  const [answer] = await generator.generate([dialogueOf('a')], { seed: 7, system: 'gpt' }, signal);
  const paid = answer?.status === 'ok' ? answer.paid : undefined;
  t.strictSame(paid, { answers: 2, uncounted: 0, input: 10, cached: 0, output: 5 });
  const other = await createChat(options({ prices: { input: 2, output: 2 } }), host(), createVirtualClock());
  other.recall?.(paid, 2);
  other.recall?.(undefined, 2); // as older versions kept it
  t.match(other.report?.(), {
    answers_reused: 4,
    stored: { input_tokens: 10, output_tokens: 5, uncounted: 2 },
    paid_usd: 0,
    stored_usd: 30 / 1e6,
  });
});

t.test('answers that were kept without their cost are still answers', async (t) => {
  const answers = createMemoryStore();
  server.behave(obey);
  await ask({}, answers);
  for (const [key, value] of answers.values) {
    const { tally: _, ...old } = value as { [key: string]: Json };
    (answers.values as Map<string, Json>).set(key, old);
  }
  const { generated, report } = await ask({ prices: { input: 1, output: 1 } }, answers);
  t.strictSame(textsOf(generated[0]), ['answer 7/0']);
  t.match(report, { requests: 0, answers_reused: 1, stored: { uncounted: 1 }, stored_usd: 0 });
  t.notMatch(JSON.stringify(generated), 'tally":{"tally');
});

/** A purse that notes what it is asked and told; `limit`: requests it allows. */
const createPurse = (limit = Number.POSITIVE_INFINITY) => {
  const reserved: number[] = [];
  const settled: number[] = [];
  const reserve: Purse['reserve'] = async (usd) => {
    if (reserved.length === limit) return undefined;
    reserved.push(usd);
    return { settle: (cost) => settled.push(cost) };
  };
  return { reserve, reserved, settled };
};

const askWith = async (purse: Purse, more: object, texts = ['hi']) => {
  const generator = await createChat(options(more), host(), createVirtualClock());
  const generated = await generator.generate(
    texts.map(dialogueOf),
    { seed: 7, system: 'gpt', purse },
    signal,
  );
  return { generated, report: generator.report?.() };
};

t.test('leave is asked for the dearest that a request can be, and settled by what it cost', async (t) => {
  server.behave(obey);
  const purse = createPurse();
  const prices = { input: 1e6, output: 1e6 };
  await askWith(purse, { candidates: 2, max_tokens: 100, prices });
  const bytes = Buffer.byteLength(
    JSON.stringify(server.asked[0]?.body.messages.map((m) => [m.role, m.content])),
  );
  t.strictSame(purse.reserved, [bytes + 64 + 2 * 100]);
  t.strictSame(purse.settled, [15]);
  const unlimited = createPurse();
  await askWith(unlimited, { prices });
  t.equal(unlimited.reserved[0], bytes + 64 + 16_384);
  const renamed = createPurse();
  await askWith(renamed, { prices, extra: { max_completion_tokens: 7 } });
  t.equal(renamed.reserved[0], bytes + 64 + 7);
});

t.test('what may be billed counts as billed at its dearest; what was refused costs nothing', async (t) => {
  const prices = { input: 1e6, output: 1e6 };
  const settledAfter = async (behaviour: Behaviour) => {
    server.behave(sequence([behaviour], ignoreN));
    const purse = createPurse();
    const { report } = await askWith(purse, { max_tokens: 50, prices, timeout: 1 });
    return { lost: purse.settled[0] === purse.reserved[0], settled: purse.settled, report };
  };
  for (const behaviour of ['resetInBody', 'resetBeforeHeaders', 'html', 'cutJson', 'drip'] as const) {
    const { lost, report } = await settledAfter(misbehaviours[behaviour]);
    t.ok(lost, behaviour);
    t.ok((report as { unknown_usd_at_most: number }).unknown_usd_at_most > 100, behaviour);
  }
  for (const behaviour of ['tooMany', 'broken', 'unauthorised'] as const)
    t.equal((await settledAfter(misbehaviours[behaviour])).settled[0], 0, behaviour);
  const uncounted = await settledAfter((_, response) =>
    sendJson(response, completion([choice('x')], { usage: null })),
  );
  t.ok(uncounted.lost, 'who does not count may have counted anything');
});

t.test('without leave nothing is sent, and the dialogue waits for another run', async (t) => {
  server.behave(ignoreN);
  const { generated } = await askWith(createPurse(2), { candidates: 3, prices: { input: 1, output: 1 } });
  t.equal(server.asked.length, 2);
  t.match(generated, [{ status: 'partial', reason: /budget is used up \(1 of 3/ }]);
});

t.test('a server that counts more than the bound makes the next bound higher', async (t) => {
  server.behave((_, response) =>
    sendJson(response, completion([choice('x')], { usage: { prompt_tokens: 1e6, completion_tokens: 1 } })),
  );
  const purse = createPurse();
  await askWith(purse, { prices: { input: 1, output: 1 }, max_tokens: 10, concurrency: 1 }, ['a', 'b']);
  t.ok(purse.reserved[0]! < 0.001);
  t.ok(Math.abs(purse.reserved[1]! - 1) < 0.01);
});

t.test('a forecast counts what is owed, between bounds, and learns from what is stored', async (t) => {
  const answers = createMemoryStore();
  const context = { seed: 7, system: 'gpt', answers };
  const prices = { input: 1, output: 10 };
  const open = (more: object) => createChat(options(more), host(), createVirtualClock());
  const fresh = (await open({ candidates: 3, max_tokens: 200, prices })).forecast!(context);
  for (const text of ['#Person1#: one', '#Person1#: two', ' ']) await fresh.add(dialogueOf(text));
  const expenses = fresh.total();
  t.match(expenses, {
    stored: 0,
    owed: 6,
    calls: { low: 2, expected: 2, high: 6 },
    outputTokens: { low: 6 * 20, expected: 6 * 60, high: 6 * 200 },
  });
  const { usd, inputTokens } = expenses;
  t.ok(usd && 0 < usd.low && usd.low < usd.expected && usd.expected < usd.high);
  t.equal(usd?.high, (inputTokens.high + 10 * 6 * 200) / 1e6);
  t.match(expenses.notes.join(' '), /60 tokens, which is assumed.*ignores `n`/);
  t.equal(server.asked.length, 2, 'of the test before: nothing is asked');

  server.behave(obey);
  const texts = Array.from({ length: 20 }, (_, index) => `#Person1#: ${index}`);
  const asked = await open({ prices });
  await asked.generate(texts.map(dialogueOf), context, signal);
  const learned = (await open({ candidates: 2, prices })).forecast!(context);
  for (const text of texts) await learned.add(dialogueOf(text));
  t.match(learned.total(), { stored: 20, owed: 20, outputTokens: { low: 80, expected: 100, high: 150 } });
  t.match(learned.total().notes, [/5 tokens, the mean/]);
  t.equal((await open({})).forecast!(context).total().usd, undefined, 'no prices, no cost');
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

t.test('of several prompts some may show no examples, but not all', async (t) => {
  const folder = t.testdir({ 'dev.csv': 'id,dialogue,summary\na,hello there,A greets.\n' });
  const shown = { 'p.md': 'Summarise:\n{{dialogue}}', 'q.md': '{{examples}}\nSummarise:\n{{dialogue}}' };
  const open = (prompts: readonly string[]) =>
    createChat(
      options({ prompt: undefined, prompts, examples: { path: 'dev.csv' } }),
      hostOf(shown, folder),
      createVirtualClock(),
    );
  server.behave(obey);
  await (await open(['p.md', 'q.md'])).generate([dialogueOf('hi')], { seed: 7, system: 'gpt' }, signal);
  t.strictSame(server.asked.map(({ body }) => body.messages[0]?.content.includes('A greets.')).sort(), [
    false,
    true,
  ]);
  await t.rejects(open(['p.md']), { code: 'config-conflict' });
});

t.test('what is wrong with prompts shows before anything is sent', async (t) => {
  server.behave(obey);
  await wrong(t, {}, {}, { code: 'config-path' });
  await wrong(t, {}, { 'p.md': '{{dialog}}' }, { code: 'config-unknown-name' });
  t.throws(() => options({ prompts: ['p.md'] }), 'prompt and prompts');
  t.throws(() => chatOptions.parse({ model: 'm' }), 'neither');
  t.throws(() => options({ base_url: 'file:///etc' }));
  t.equal(server.asked.length, 0);
});
