import fc from 'fast-check';
import t from 'tap';
import { Limiter, type Limits } from '../../src/models/limiter.ts';
import { createVirtualClock } from './virtual-clock.ts';

const { signal } = new AbortController();

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Times at which `count` requests of `tokens` start, when each ends at once. */
const startTimes = async (limits: Limits, count: number, tokens = 1): Promise<number[]> => {
  const clock = createVirtualClock();
  const limiter = new Limiter(limits, clock);
  const times: number[] = [];
  const one = async () => {
    const permit = await limiter.acquire(tokens, signal);
    times.push(clock.now());
    permit.done('ok');
  };
  await Promise.all(Array.from({ length: count }, one));
  return times;
};

t.test('no more requests are in flight than allowed, first come first served', async (t) => {
  const limiter = new Limiter({ concurrency: 2 }, createVirtualClock());
  const first = await limiter.acquire(1, signal);
  await limiter.acquire(1, signal);
  const order: string[] = [];
  const third = limiter.acquire(1, signal).then(() => order.push('third'));
  limiter.acquire(1, signal).then(() => order.push('fourth'));
  await settled();
  t.strictSame(order, []);
  first.done('ok');
  await third;
  await settled();
  t.strictSame(order, ['third']);
});

t.test('no stretch of 60 s has more requests than rpm', async (t) => {
  t.strictSame(await startTimes({ concurrency: 9, rpm: 2 }, 5), [0, 0, 61_000, 61_000, 122_000]);
});

t.test('no stretch of 60 s has more tokens than tpm; what is larger goes alone', async (t) => {
  t.strictSame(await startTimes({ concurrency: 9, tpm: 100 }, 4, 40), [0, 0, 61_000, 61_000]);
  t.strictSame(await startTimes({ concurrency: 9, tpm: 100 }, 2, 400), [0, 61_000]);
});

t.test('limits a minute hold for any limits and requests', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        rpm: fc.integer({ min: 1, max: 5 }),
        tpm: fc.integer({ min: 10, max: 50 }),
        tokens: fc.integer({ min: 1, max: 10 }),
        count: fc.integer({ min: 1, max: 30 }),
      }),
      async ({ rpm, tpm, tokens, count }) => {
        const times = await startTimes({ concurrency: 4, rpm, tpm }, count, tokens);
        for (const start of times) {
          const inside = times.filter((time) => time >= start && time < start + 60_000).length;
          if (inside > rpm || inside * tokens > tpm) return false;
        }
        return times.length === count;
      },
    ),
    { numRuns: 50 },
  );
  t.pass();
});

t.test('what a request really took replaces its estimate', async (t) => {
  const clock = createVirtualClock();
  const limiter = new Limiter({ concurrency: 9, tpm: 100 }, clock);
  (await limiter.acquire(90, signal)).done('ok', 10);
  await limiter.acquire(80, signal);
  t.equal(clock.now(), 0);
});

t.test('a refusal halves the concurrency, once a burst; successes raise it again', async (t) => {
  const limiter = new Limiter({ concurrency: 8 }, createVirtualClock());
  const burst = await Promise.all([1, 2, 3, 4].map(() => limiter.acquire(1, signal)));
  const [first, ...others] = burst;
  first?.done('limited');
  t.equal(limiter.concurrency, 4);
  for (const permit of others) permit.done('ok');
  t.equal(limiter.concurrency, 4);
  for (let calls = 0; calls < 40; calls++) (await limiter.acquire(1, signal)).done('ok');
  t.equal(limiter.concurrency, 8, 'and not above what is configured');
});

t.test('later requests of a refused burst do not halve again', async (t) => {
  const clock = createVirtualClock();
  const limiter = new Limiter({ concurrency: 8 }, clock);
  const burst = await Promise.all([1, 2, 3, 4].map(() => limiter.acquire(1, signal)));
  clock.advance(10);
  for (const permit of burst) permit.done('limited');
  t.equal(limiter.concurrency, 4);
});

t.test('a pause holds everyone; an aborted wait leaves the queue', async (t) => {
  const clock = createVirtualClock();
  const limiter = new Limiter({ concurrency: 1 }, clock);
  limiter.pause(5000);
  const permit = await limiter.acquire(1, signal);
  t.equal(clock.now(), 5000);
  const controller = new AbortController();
  const waiting = limiter.acquire(1, controller.signal);
  const next = limiter.acquire(1, signal);
  controller.abort(new Error('enough'));
  await t.rejects(waiting, { message: 'enough' });
  await t.rejects(limiter.acquire(1, AbortSignal.abort(new Error('before'))), { message: 'before' });
  permit.done('failed');
  (await next).done('ok');
});

t.test('of two systems at one provider the stricter limits hold', async (t) => {
  const clock = createVirtualClock();
  const limiter = new Limiter({ concurrency: 4, rpm: 10 }, clock);
  limiter.tighten({ concurrency: 8, rpm: 1, tpm: 1000 });
  t.equal(limiter.concurrency, 4);
  for (let calls = 0; calls < 2; calls++) (await limiter.acquire(1, signal)).done('ok');
  t.equal(clock.now(), 61_000);
});
