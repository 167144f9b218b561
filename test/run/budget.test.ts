import fc from 'fast-check';
import t from 'tap';
import { createBudget, stopWithBudget, usdText } from '../../src/run/budget.ts';
import { createStop } from '../../src/run/stop.ts';
import type { Leave } from '../../src/types.ts';

const { signal } = new AbortController();

t.test(
  'what fits is given at once, what does not waits for those in flight to turn out cheaper',
  async (t) => {
    const budget = createBudget(1);
    const first = (await budget.reserve(0.7, signal)) as Leave;
    let second: Leave | undefined | 'waiting' = 'waiting';
    const asked = budget.reserve(0.7, signal).then((leave) => {
      second = leave;
    });
    await new Promise(setImmediate);
    t.equal(second, 'waiting');
    first.settle(0.1);
    await asked;
    t.type((second as unknown as Leave).settle, 'function');
    t.equal(budget.spentUsd, 0.1);
    t.equal(budget.exhausted, undefined);
  },
);

t.test('where nothing in flight could make room, it is used up for all, smaller requests too', async (t) => {
  const budget = createBudget(1);
  const stop = stopWithBudget(createStop(0), budget);
  const first = (await budget.reserve(0.6, signal)) as Leave;
  const two = [budget.reserve(0.6, signal), budget.reserve(0.1, signal)];
  t.notOk(stop.isDraining());
  first.settle(0.6);
  t.strictSame(await Promise.all(two), [undefined, undefined]);
  t.equal(await budget.reserve(0.01, signal), undefined);
  t.ok(stop.isDraining());
  t.match(stop.reason(), /budget of 1\.000 USD is used up \(0\.6000 USD spent; .* 0\.6000 USD\)/);
});

t.test('a request dearer than the whole budget says what to do; nothing is free but nothing', async (t) => {
  const budget = createBudget(0);
  t.ok(await budget.reserve(0, signal), 'prices of 0 need no budget');
  (await budget.reserve(0, signal))?.settle(0);
  const other = createBudget(0);
  t.equal(await other.reserve(0.01, signal), undefined);
  t.match(other.exhausted, 'max_tokens');
});

t.test('who is aborted leaves the queue, and those behind move up', async (t) => {
  const budget = createBudget(1);
  await budget.reserve(0.5, signal);
  const controller = new AbortController();
  const big = budget.reserve(0.9, controller.signal);
  const small = budget.reserve(0.4, signal);
  controller.abort(new Error('enough'));
  await t.rejects(big, { message: 'enough' });
  t.ok(await small);
  await t.rejects(budget.reserve(0.1, AbortSignal.abort(new Error('late'))), { message: 'late' });
});

t.test('a second settlement changes nothing', async (t) => {
  const budget = createBudget(1);
  const leave = await budget.reserve(0.5, signal);
  leave?.settle(0.2);
  leave?.settle(0.2);
  t.equal(budget.spentUsd, 0.2);
});

t.test('it is never exceeded, whatever is reserved and settled in whatever order', async () => {
  const request = fc.record({
    usd: fc.double({ min: 0, max: 1, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    wait: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.array(request),
      async (limit, requests) => {
        const budget = createBudget(limit);
        await Promise.all(
          requests.map(async ({ usd, share, wait }) => {
            const leave = await budget.reserve(usd, signal);
            for (let turn = 0; leave && turn < wait; turn++) await new Promise(setImmediate);
            leave?.settle(usd * share);
          }),
        );
        return budget.spentUsd <= limit;
      },
    ),
    { numRuns: 50 },
  );
});

t.test('amounts are shown with what matters of them', async (t) => {
  t.strictSame([0, 12, 1.5, 0.123456, 0.00001234].map(usdText), [
    '0.00',
    '12.00',
    '1.500',
    '0.1235',
    '0.00001234',
  ]);
});
