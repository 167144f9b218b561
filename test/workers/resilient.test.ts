import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { HapuiError } from '../../src/errors.ts';
import type { Dialogue, Generated } from '../../src/types.ts';
import { type RunItems, runApart, runBatch } from '../../src/workers/resilient.ts';

const items = ['a', 'b', 'c'].map((id, index): Dialogue => ({ id, index, text: id, references: [] }));
const ids = (batch: readonly Dialogue[]): string => batch.map(({ id }) => id).join('');
const ok = (batch: readonly Dialogue[]): Generated[] => batch.map(() => ({ status: 'ok', candidates: [] }));

const options = (more: object = {}) => ({
  itemMs: 60_000,
  startMs: 60_000,
  signal: new AbortController().signal,
  ...more,
});

/** Dies as often as `deaths` says for the batch at hand, and keeps what it was asked. */
const dying = (deaths: Readonly<Record<string, number>>) => {
  const asked: string[] = [];
  const run: RunItems = async (batch) => {
    asked.push(ids(batch));
    if (asked.filter((each) => each === ids(batch)).length <= (deaths[ids(batch)] ?? 0))
      throw new Error('died');
    return ok(batch);
  };
  return { asked, run };
};

t.test('a batch that kills once is run again as a whole', async (t) => {
  const { asked, run } = dying({ abc: 1 });
  const { alone, deaths, answers } = await runBatch(items, run, options());
  t.same([asked, alone, deaths], [['abc', 'abc'], false, 1]);
  t.same(
    answers.map(({ attempts }) => attempts),
    [2, 2, 2],
  );
});

t.test('a batch that kills twice is taken apart, in order; who kills alone twice fails', async (t) => {
  const { asked, run } = dying({ abc: 2, a: 1, b: 2 });
  const told: string[] = [];
  const onDeath = (batch: readonly Dialogue[], cause: string) => told.push(`${ids(batch)} ${cause}`);
  const { alone, deaths, answers } = await runBatch(items, run, options({ onDeath }));
  t.same(asked, ['abc', 'abc', 'a', 'a', 'b', 'b', 'c']);
  t.same(told, ['abc died', 'abc died', 'a died', 'b died', 'b died']);
  t.same([alone, deaths], [true, 5]);
  t.same(
    answers.map(({ answer, attempts }) => [answer.status, attempts]),
    [
      ['ok', 4],
      ['failed', 4],
      ['ok', 3],
    ],
  );
});

t.test('a batch known to kill is taken apart at once', async (t) => {
  const { asked, run } = dying({});
  const { alone } = await runApart(items, run, options());
  t.same([asked, alone], [['a', 'b', 'c'], true]);
});

t.test('an error of the work fails the batch and is no death', async (t) => {
  const run: RunItems = async () => {
    throw new HapuiError('generator', { found: 'no such model' });
  };
  const { answers, deaths } = await runBatch(items, run, options());
  t.equal(deaths, 0);
  t.match(answers[0], { answer: { status: 'failed', reason: 'no such model' }, attempts: 1 });
});

t.test('work that is asked to end and fails for it was too late, not wrong', async (t) => {
  const ending: RunItems = (_, signal, begun) =>
    new Promise((_, reject) => {
      begun();
      const answer = new HapuiError('generator', { found: 'the work was asked to end' });
      signal.addEventListener('abort', () => reject(answer));
    });
  const { deaths, answers } = await runBatch(items.slice(0, 1), ending, options({ itemMs: 1 }));
  t.equal(deaths, 2);
  t.match(answers[0]?.answer, { status: 'failed', reason: /no answer within 0.001 s/ });
});

t.test('where no thread can work any more the work ends', async (t) => {
  const stuck: RunItems = async () => {
    throw new HapuiError('worker', { found: 'stuck' });
  };
  await t.rejects(runBatch(items, stuck, options()), { code: 'worker' });
});

const hanging: RunItems = (_, signal, begun) =>
  new Promise((_, reject) => {
    begun();
    signal.addEventListener('abort', () => reject(signal.reason));
  });

t.test('time runs from the moment the thread is ready', async (t) => {
  const [item] = items as [Dialogue];
  const late = await runBatch([item], hanging, options({ itemMs: 1 }));
  t.match(late.cause, 'no answer within 0.001 s');
  const slow: RunItems = (batch, signal) => hanging(batch, signal, () => {});
  t.match((await runBatch([item], slow, options({ startMs: 1 }))).cause, 'not ready within 0.001 s');
});

t.test(
  'many batches at once wait for one signal: no warning of a leak, and nobody listens when they are done',
  async (t) => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    t.teardown(() => process.off('warning', listen));
    const { signal } = new AbortController();
    const work: RunItems = async (batch) => setImmediate(ok(batch));
    await Promise.all(Array.from({ length: 12 }, () => runBatch(items, work, options({ signal }))));
    await setImmediate();
    t.same(warnings, []);
    t.equal(getEventListeners(signal, 'abort').length, 0);
  },
);

t.test('work that is ended from outside rejects', async (t) => {
  const controller = new AbortController();
  const work = runBatch(items, hanging, options({ signal: controller.signal }));
  controller.abort(new Error('enough'));
  await t.rejects(work, { message: 'enough' });
});

t.test('answers that are too few, too many or none fail their batch', async (t) => {
  for (const given of [[], [...ok(items), ...ok(items)], null, undefined, 3]) {
    const { answers, deaths } = await runBatch(items, async () => given as never, options());
    t.equal(deaths, 0);
    t.equal(answers.length, items.length);
    for (const { answer } of answers) t.match(answer, { status: 'failed', reason: /3 answers, one an item/ });
  }
});

t.test('whole characters of any plane and every known status are taken', async (t) => {
  const known = ['ok', 'empty', 'truncated', 'refused', 'filtered', 'malformed', 'failed'] as const;
  const candidates = known.map((status, candidate) => ({
    ...{ system: 's', candidate, status, text: '요약 😀 𝄞', logprob: -1 },
  }));
  const run: RunItems = async (batch) => batch.map(() => ({ status: 'ok', candidates }));
  const { answers } = await runBatch(items, run, options());
  t.same(answers[0]?.answer, { status: 'ok', candidates });
});

t.test('an answer of another shape fails by itself', async (t) => {
  const shapes = [
    3,
    null,
    {},
    { status: 'ok' },
    { status: 'ok', candidates: [{ text: 5, status: 'ok' }] },
    { status: 'ok', candidates: [null] },
    { status: 'ok', candidates: [{ text: 'no status' }] },
    { status: 'ok', candidates: [{ text: 'a status of its own', status: 'fine' }] },
    { status: 'ok', candidates: [{ text: 'inherited', status: 'toString' }] },
    { status: 'ok', candidates: [{ text: 'half a pair \ud83d', status: 'ok' }] },
    { status: 'ok', candidates: [{ text: 'a note', status: 'ok', note: 5 }] },
    { status: 'ok', candidates: [{ text: 'no number', status: 'ok', logprob: Number.NaN }] },
    { status: 'partial', candidates: [{ text: 'no reason', status: 'ok' }] },
    { status: 'failed' },
  ];
  for (const shape of shapes) {
    const run: RunItems = async (batch) => [shape as never, ...ok(batch).slice(1)];
    const { answers } = await runBatch(items, run, options());
    t.match(answers[0]?.answer, { status: 'failed', reason: /another shape/ });
    t.same(answers[1]?.answer, { status: 'ok', candidates: [] });
  }
});
