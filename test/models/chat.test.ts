import t, { type Test } from 'tap';
import { type ChatCall, openChatClient } from '../../src/models/chat.ts';
import { Limiter } from '../../src/models/limiter.ts';
import {
  type Behaviour,
  choice,
  completion,
  misbehaviours,
  obey,
  sendError,
  sendJson,
  sequence,
  startChatServer,
} from '../fixtures/server/chat-server.ts';
import { createVirtualClock } from './virtual-clock.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const key = 'sk-secret-of-the-test';
const headers = { 'x-team': 'summaries', 'x-auth-token': 'Bearer second-secret' };
const { signal } = new AbortController();
const call: ChatCall = {
  body: { model: 'm', messages: [{ role: 'user', content: 'hello' }], seed: 1 },
  tokens: 10,
  key: 'a',
};

const open = async (behaviour: Behaviour, { timeoutMs = 5000, attempts = 5 } = {}) => {
  server.behave(behaviour);
  const clock = createVirtualClock();
  const limiter = new Limiter({ concurrency: 4 }, clock);
  const client = await openChatClient(
    { baseUrl: server.baseUrl, apiKey: key, headers, timeoutMs },
    { attempts, budgetMs: 60_000 },
    { limiter, clock, seed: 1 },
  );
  return {
    client,
    clock,
    limiter,
    ask: (more: Partial<ChatCall> = {}) => client.call({ ...call, ...more }, signal),
  };
};

const textOf = async (t: Test, behaviour: Behaviour, timeoutMs?: number) => {
  const { ask, client, clock } = await open(behaviour, timeoutMs === undefined ? {} : { timeoutMs });
  const reply = await ask();
  t.match(reply, { kind: 'answered', completion: { choices: [{ text: 'answer 1/0', status: 'ok' }] } });
  return { stats: client.stats, slept: clock.slept, requests: server.asked.length };
};

t.test('key, headers and body arrive; tokens are counted', async (t) => {
  const { ask, client } = await open(obey);
  t.match(await ask(), { completion: { usage: { input: 10, cached: 0, output: 5 } } });
  t.match(server.asked, [
    { url: '/v1/chat/completions', headers: { authorization: `Bearer ${key}`, 'x-team': 'summaries' } },
  ]);
  t.strictSame(server.asked[0]?.body, call.body);
  t.match(client.stats, { requests: 1, answered: 1, input_tokens: 10, output_tokens: 5, uncounted: 0 });
});

t.test('without a key none is sent, whatever the environment holds', async (t) => {
  server.behave(obey);
  process.env.OPENAI_API_KEY = 'of another place';
  t.teardown(() => delete process.env.OPENAI_API_KEY);
  const clock = createVirtualClock();
  const client = await openChatClient(
    { baseUrl: server.baseUrl, apiKey: undefined, headers: {}, timeoutMs: 5000 },
    { attempts: 1, budgetMs: 0 },
    { limiter: new Limiter({ concurrency: 1 }, clock), clock, seed: 1 },
  );
  t.equal((await client.call(call, signal)).kind, 'answered');
  t.equal(server.asked[0]?.headers.authorization, undefined);
});

t.test('429 without headers: backed off and asked again', async (t) => {
  const { tooMany } = misbehaviours;
  const { stats, slept } = await textOf(t, sequence([tooMany, tooMany]));
  t.match(stats, { requests: 3, limited: 2, failed: 0 });
  t.ok(slept.length === 2 && slept[0]! < slept[1]!, 'the wait grows');
});

t.test('429 with a time: everyone waits as told', async (t) => {
  const { stats, slept } = await textOf(t, sequence([misbehaviours.tooManyForNow]));
  t.match(stats, { requests: 2, limited: 1 });
  t.ok(slept.includes(700));
});

t.test('limits that have run out in the headers of an answer hold the next request', async (t) => {
  const { ask, clock } = await open((_, response) =>
    sendJson(response, completion([choice('x')]), 200, {
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '3s',
    }),
  );
  await ask();
  await ask();
  t.ok(clock.now() >= 3000);
});

t.test('a burst of 500 and resets before an answer: asked again', async (t) => {
  const { broken, resetBeforeHeaders } = misbehaviours;
  const { stats } = await textOf(t, sequence([broken, broken, resetBeforeHeaders]));
  t.match(stats, { requests: 4, retried: 3, unknown: 0, failed: 0 });
});

t.test('HTML, cut JSON and no choices are malformed: asked again', async (t) => {
  const { html, cutJson, noChoices } = misbehaviours;
  t.match((await textOf(t, sequence([html, cutJson, noChoices]))).stats, { requests: 4, malformed: 3 });
});

t.test('an answer lost on the way is unknown: asked again once, then given up', async (t) => {
  const { resetInBody } = misbehaviours;
  t.match((await textOf(t, sequence([resetInBody]))).stats, { requests: 2, unknown: 1 });
  const { ask, client } = await open(resetInBody);
  t.match(await ask(), { kind: 'failed' });
  t.match(client.stats, { requests: 2, unknown: 2, failed: 1 });
});

t.test('a body that drips without end is given up when time is over', async (t) => {
  t.match((await textOf(t, sequence([misbehaviours.drip]), 150)).stats, { requests: 2, unknown: 1 });
});

t.test('attempts and budget end the asking', async (t) => {
  const broken = await open(misbehaviours.broken, { attempts: 3 });
  t.match(await broken.ask(), { kind: 'failed', reason: /HTTP 500/ });
  t.equal(server.asked.length, 3);
  const refused = await open(misbehaviours.tooMany);
  t.match(await refused.ask(), { kind: 'failed', reason: /HTTP 429/ });
  t.ok(refused.clock.now() <= 60_000);
});

t.test('a wait beyond the budget shuts the door', async (t) => {
  const { ask, client } = await open((_, response) =>
    sendError(response, 429, { headers: { 'retry-after': '86400' } }),
  );
  t.match(await ask(), { kind: 'failed' });
  t.match(await ask(), { kind: 'failed', reason: /86400 s/ });
  t.equal(client.stats.requests, 1);
});

for (const [status, code] of [
  [401, null],
  [403, null],
  [404, 'model_not_found'],
  [429, 'insufficient_quota'],
] as const)
  t.test(`${status} ${code ?? ''}: no request is sent any more`, async (t) => {
    const { ask, client } = await open((_, response) => sendError(response, status, { code }));
    t.match(await ask(), { kind: 'failed' });
    t.match(await ask(), { kind: 'failed' });
    t.equal(server.asked.length, 1);
    t.match(client.closed, `HTTP ${status}`);
  });

t.test('a server that repeats the key in its message does not get it told', async (t) => {
  const { ask } = await open(misbehaviours.unauthorised);
  const reply = await ask();
  t.match(reply, { reason: /Incorrect API key/ });
  t.notMatch(JSON.stringify(reply), key);
});

t.test('a message is redacted before it is cut: no beginning of the key is left', async (t) => {
  const message = `${'x'.repeat(190)}${key}`;
  const rejected = await open((_, response) => sendError(response, 400, { message }));
  const cut = `400 ${'x'.repeat(190)}[api_k`;
  t.match(await rejected.ask(), { kind: 'failed', reason: `HTTP 400: ${cut}` });
  const closed = await open((_, response) => sendError(response, 401, { message }));
  await closed.ask();
  t.equal(closed.client.closed, `HTTP 401: ${cut.replace('400', '401')}`);
});

t.test('a body that is no completion is redacted before it is cut', async (t) => {
  const behaviour: Behaviour = (_, response) => {
    response.end(`Authorization: Bearer ${key}, and so on`);
  };
  const { ask } = await open(behaviour, { attempts: 1 });
  t.match(await ask(), {
    kind: 'failed',
    reason: 'a body that is no JSON ("Authorization: Bearer [api_key], and so ")',
  });
});

t.test('a long part of a secret goes from messages as the whole does, a short one stays', async (t) => {
  const told = [
    ['Incorrect key sk-secret-of-the-... given', 'Incorrect key [api_key]... given'],
    ['SK-SECRET-OF-THE-TES', '[api_key]'],
    ['no token second-secret', 'no token [x-auth-token]'],
    ['sk-secret-o', 'sk-secret-o'],
  ] as const;
  for (const [message, clean] of told) {
    const { ask } = await open((_, response) => sendError(response, 400, { message }));
    t.match(await ask(), { kind: 'failed', reason: `HTTP 400: 400 ${clean}` });
  }
});

t.test('400 is not asked again, and a filter is no failure', async (t) => {
  const rejected = await open((_, response) => sendError(response, 400, { message: 'too long' }));
  t.match(await rejected.ask(), { kind: 'failed', status: 400, reason: /too long/ });
  t.equal(server.asked.length, 1);
  const filtered = await open((_, response) => sendError(response, 400, { code: 'content_filter' }));
  t.match(await filtered.ask(), { kind: 'filtered' });
});

t.test('a redirect is not followed: it would carry the key away', async (t) => {
  const { ask } = await open((_, response) => {
    response.writeHead(307, { location: server.baseUrl });
    response.end();
  });
  t.match(await ask(), { kind: 'failed' });
  t.equal(server.asked.length, 1);
});

t.test('an aborted signal ends requests and waits', async (t) => {
  const { client } = await open(misbehaviours.drip);
  const controller = new AbortController();
  const asking = client.call(call, controller.signal);
  setImmediate(() => controller.abort(new Error('enough')));
  await t.rejects(asking, { message: 'enough' });
});

t.test('an answer that holds a secret is none, and is not asked for again', async (t) => {
  const echoes = [
    [`Your key is ${key}.`, '`api_key`'],
    [`authorization=${encodeURIComponent(`Bearer ${key}`)}`, '`api_key`'],
    ['x-auth-token: second-secret', 'the header x-auth-token'],
    ['It is sk-secret-of-the-tes, less a letter.', '`api_key`'],
    ['It is sk-secret-of-th e-test.', '`api_key`'],
    ['IT IS SK-SECRET-OF-THE-TEST.', '`api_key`'],
  ] as const;
  for (const [text, named] of echoes) {
    const { ask, client } = await open((_, response) =>
      sendJson(response, completion([choice('They meet.'), choice(text)])),
    );
    t.strictSame(await ask(), {
      kind: 'failed',
      reason: `an answer that holds the value of ${named} or a long part of it`,
    });
    t.match(client.stats, { requests: 1, answered: 1, failed: 1, retried: 0 });
  }
  const { ask } = await open((_, response) => sendJson(response, completion([choice('The summaries.')])));
  t.match(await ask(), { kind: 'answered' }, 'a header that is no secret may stand in it');
});
