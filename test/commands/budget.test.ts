import t from 'tap';
import { outputsOf } from '../faults/runs.ts';
import { misbehaviours, sendJson, startChatServer } from '../fixtures/server/chat-server.ts';
import { hapui } from './cli.ts';
import { answerPaid, centPrices, chatSystem, manifestIn, writePaid } from './paid.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const gpt = { ...chatSystem(server.baseUrl), candidates: 2 };
const dialogues = 12;
const cent = (count: number) => count / 100;
const isNear = (a: number, b: number) => Math.abs(a - b) < 1e-9;

t.test('a budget is never exceeded, nothing paid is lost, and runs that continue add up', async (t) => {
  server.behave(answerPaid);
  const unbroken = await writePaid(t, { dialogues, systems: [gpt] });
  t.equal((await hapui(unbroken, ['run', '--quiet'])).code, 0);
  t.equal(server.asked.length, 2 * dialogues);

  const folder = await writePaid(t, { dialogues, systems: [gpt] });
  server.behave(answerPaid);
  const first = await hapui(folder, ['run', '--budget', '0.1']);
  t.equal(first.code, 5, first.err);
  t.match(first.err, /\[stopped\].*the budget of 0\.1000 USD is used up/);
  t.match(first.err, 'To continue: hapui run --budget 0.1');
  const paid = server.asked.length;
  t.ok(paid > 0 && cent(paid) <= 0.1, `${paid} requests of a cent each`);

  const second = await hapui(folder, ['run']);
  t.equal(second.code, 0, second.err);
  t.equal(server.asked.length, 2 * dialogues, 'what was paid for is not asked again');
  t.strictSame(outputsOf(folder), outputsOf(unbroken));
  const { cost } = manifestIn(folder);
  t.ok(isNear(cost.paid_usd, cent(2 * dialogues - paid)));
  t.ok(isNear(cost.stored_usd, cent(paid)));
  t.ok(isNear(cost.cost_usd, cent(2 * dialogues)));
  t.match(cost.systems, [{ id: 'gpt', cost_usd: cost.cost_usd }]);
  t.match(second.out, /Cost: .* USD paid in this run, .* USD for stored answers \(gpt 0\.2400\)\./);

  const third = await hapui(folder, ['run', '--budget', '0', '--json']);
  t.equal(third.code, 0, 'what is stored needs no budget');
  t.match(JSON.parse(third.out).cost, { budget_usd: 0, paid_usd: 0 });
  t.ok(isNear(manifestIn(folder).cost.stored_usd, cent(2 * dialogues)));
});

t.test('it holds for all systems together, and for those that work while it runs out', async (t) => {
  const other = { ...gpt, id: 'other', model: 'other', concurrency: 3 };
  const step = (name: string) => ({ name, prompt: 'p.md', max_tokens: 50 });
  const chain = {
    id: 'chain',
    kind: 'chain',
    model: 'm',
    base_url: server.baseUrl,
    prices: centPrices,
    steps: [step('one'), step('two')],
  };
  const folder = await writePaid(t, { dialogues, systems: [gpt, other, chain] });
  server.behave(async (asked, response, nth) => {
    await new Promise((resolve) => setTimeout(resolve, nth % 7));
    await answerPaid(asked, response, nth);
  });
  const { code } = await hapui(folder, ['run', '--quiet', '--budget', '0.2']);
  t.equal(code, 5);
  t.ok(server.asked.length > 10 && cent(server.asked.length) <= 0.2, `${server.asked.length} requests`);
});

t.test('answers that may have been billed count against it', async (t) => {
  const folder = await writePaid(t, { dialogues, systems: [{ ...gpt, retry_seconds: 1 }] });
  server.behave(misbehaviours.resetInBody);
  const { code, err } = await hapui(folder, ['run', '--budget', '0.1']);
  t.equal(code, 5, err);
  t.ok(server.asked.length <= 8, `${server.asked.length} requests that may cost more than a cent each`);
});

t.test('without prices a budget is refused before anything is asked', async (t) => {
  server.behave(answerPaid);
  const { prices: _, ...unpriced } = gpt;
  const folder = await writePaid(t, { dialogues, systems: [unpriced] });
  const { code, err } = await hapui(folder, ['run', '--budget', '1']);
  t.equal(code, 2);
  t.match(err, /--budget: the paid system gpt without prices/);
  t.equal((await hapui(folder, ['run', '--budget', 'much'])).code, 2);
  t.equal((await hapui(folder, ['run', '--budget', '-1'])).code, 2);
  t.equal(server.asked.length, 0);
  const run = await hapui(folder, ['run', '--quiet']);
  t.equal(run.code, 0, run.err);
  t.match(manifestIn(folder).cost, { paid_usd: 0, systems: [], unpriced: ['gpt'] });
});

t.test('a budget too small for one request says what would help', async (t) => {
  server.behave(answerPaid);
  const folder = await writePaid(t, { dialogues, systems: [{ ...gpt, max_tokens: undefined }] });
  const { code, err } = await hapui(folder, ['run', '--budget', '0.5']);
  t.equal(code, 5);
  t.match(err, 'set max_tokens, or a higher budget');
  t.equal(server.asked.length, 0);
});

t.test('plan tells low, expected and high of what is owed, answer by answer', async (t) => {
  server.behave((asked, response, nth) =>
    /(?:^|\D)[0-3]번/.test(asked.body.messages[0]?.content ?? '') && asked.body.seed === 43
      ? misbehaviours.broken(asked, response)
      : answerPaid(asked, response, nth),
  );
  const unpriced = { ...gpt, id: 'own', model: 'own', prices: undefined, attempts: 1 };
  const folder = await writePaid(t, { dialogues, systems: [{ ...gpt, attempts: 1 }, unpriced] });
  const planned = async () => {
    const { code, out, err } = await hapui(folder, ['plan', '--json']);
    t.equal(code, 0, err);
    return JSON.parse(out).owed;
  };
  const [before] = await planned();
  t.match(before, {
    system: 'gpt',
    found: 0,
    owed: 12,
    expenses: { answers_stored: 0, answers_owed: 24, calls: { low: 12, expected: 12, high: 24 } },
    stored_usd: 0,
  });
  t.equal(server.asked.length, 0, 'a plan asks for nothing');
  t.equal((await hapui(folder, ['run', '--quiet', '--only', 'd0', 'd1', 'd9'])).code, 4);
  const [gptNow, own] = await planned();
  t.match(gptNow, {
    found: 1,
    owed: 11,
    expenses: { answers_stored: 2, answers_owed: 20, calls: { low: 11, high: 20 } },
  });
  t.ok(isNear(gptNow.stored_usd, cent(4)), 'two whole answers, two that wait for the rest');
  t.equal(own.expenses.usd, null);
  t.ok(own.expenses.input_tokens.low > 0);
  const { out } = await hapui(folder, ['plan']);
  t.match(out, /low – expected – high/);
  t.match(out, 'The cost of own is unknown: the config has no prices for it.');
});

t.test('what a run costs lies within its forecast, by the server’s own count', async (t) => {
  const folder = await writePaid(t, { dialogues, systems: [gpt] });
  const tokensOf = (text: string) => Math.ceil([...text].length * 0.7);
  server.behave(({ body }, response) => {
    const text = `${/(\d+)번/.exec(body.messages[0]?.content ?? '')?.[1]}번 약속을 도서관 앞에서 먼저 보고 정한다`;
    const usage = {
      prompt_tokens: tokensOf(body.messages.map(({ content }) => content).join('')),
      completion_tokens: tokensOf(text),
    };
    sendJson(response, { choices: [{ finish_reason: 'stop', message: { content: text } }], usage });
  });
  const plan = JSON.parse((await hapui(folder, ['plan', '--json'])).out).owed[0].expenses;
  await hapui(folder, ['run', '--quiet']);
  const { paid_usd: paid } = manifestIn(folder).cost;
  t.ok(plan.usd.low <= paid && paid <= plan.usd.high, `${plan.usd.low} ≤ ${paid} ≤ ${plan.usd.high}`);
  t.ok(plan.calls.low <= server.asked.length && server.asked.length <= plan.calls.high);
});

t.test(
  'of two systems at one server, one whose key is refused midway stops and the other goes on',
  async (t) => {
    const keyed = (id: string) => ({
      ...gpt,
      id,
      model: id,
      candidates: 1,
      api_key: `\${KEY_${id.toUpperCase()}}`,
    });
    const folder = await writePaid(t, { dialogues: 30, systems: [keyed('a'), keyed('b')] });
    let ofA = 0;
    server.behave((asked, response, nth) => {
      if (asked.body.model === 'a') ofA += 1;
      return asked.body.model === 'a' && ofA > 5
        ? misbehaviours.unauthorised(asked, response)
        : answerPaid(asked, response, nth);
    });
    const env = { KEY_A: 'sk-one-of-the-test', KEY_B: 'sk-two-of-the-test' };
    const { code, out, err } = await hapui(folder, ['run'], env);
    t.equal(code, 4, err);
    const [a, b] = manifestIn(folder).generated;
    t.match(a, { id: 'a', made: 5, quarantined: 25 });
    t.match(b, { id: 'b', made: 30, quarantined: 0 });
    t.ok(ofA <= 5 + 8, 'only those in flight met the refusal');
    const files = Object.values(outputsOf(folder)).join('\n');
    for (const key of Object.values(env)) t.notMatch([out, err, files].join('\n'), key);
  },
);
