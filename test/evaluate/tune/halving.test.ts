import fc from 'fast-check';
import t from 'tap';
import { expectedMaximum } from '../../../src/evaluate/tune/expected-maximum.ts';
import { rungSizes, successiveHalving } from '../../../src/evaluate/tune/halving.ts';
import { judgeBest, luckOf } from '../../../src/evaluate/tune/judge-trials.ts';
import { createRandom } from '../../../src/random.ts';

t.test('rungs double and end with all dialogues', async (t) => {
  t.strictSame(rungSizes(16, 64), [16, 32, 64]);
  t.strictSame(rungSizes(16, 100), [16, 32, 64, 100]);
  t.strictSame(rungSizes(16, 90), [16, 32, 90], 'a rung of a few more would decide nothing');
  t.strictSame(rungSizes(16, 10), [10]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 5000 }), (first, total) => {
      const sizes = rungSizes(first, total);
      return (
        sizes.at(-1) === total &&
        sizes.every((size, place) => place === 0 || size > sizes[place - 1]!) &&
        sizes.slice(1, -1).every((size, place) => size === 2 * sizes[place]!)
      );
    }),
  );
});

const noisy = (seed: number, better: number) => {
  const asked: string[] = [];
  return {
    asked,
    score: async (trial: number, from: number, to: number) => {
      const scores = new Float64Array(to - from);
      for (let at = from; at < to; at++) {
        asked.push(`${trial}:${at}`);
        scores[at - from] = 0.4 + (trial === better ? 0.1 : 0) + 0.2 * createRandom(seed, trial, at).next();
      }
      return scores;
    },
  };
};

t.test('half goes on at each rung, trial 0 always, and nobody is asked twice', async (t) => {
  const { asked, score } = noisy(1, 5);
  const { rungs, best, scores } = await successiveHalving({ trials: 9, first: 8, total: 40, score });
  t.strictSame(
    rungs.map(({ dialogues, standings }) => [dialogues, standings.length - 1]),
    [
      [8, 9],
      [16, 5],
      [40, 3],
    ],
  );
  t.ok(rungs.every(({ standings }) => standings.some(({ trial }) => trial === 0)));
  t.equal(new Set(asked).size, asked.length);
  // (9 + 1) · 8 + (5 + 1) · 8 + (3 + 1) · 24, against 10 · 40 without halving
  t.equal(asked.length, 224);
  t.equal(best, 5);
  t.equal(scores[5]!.length, 40);
  for (const { standings } of rungs)
    t.strictSame(
      standings,
      standings.toSorted((a, b) => b.mean - a.mean || a.trial - b.trial),
    );
});

t.test('one trial, and none, are searches too', async (t) => {
  const one = await successiveHalving({ trials: 1, first: 4, total: 16, score: noisy(2, 1).score });
  t.equal(one.best, 1);
  const none = await successiveHalving({ trials: 0, first: 4, total: 16, score: noisy(2, 1).score });
  t.equal(none.best, undefined);
});

t.test('the expected maximum is that of the tables', async (t) => {
  // Teichroew 1956, expected values of normal order statistics
  for (const [count, value] of [
    [1, 0],
    [2, 0.5641896],
    [5, 1.1629645],
    [10, 1.5387527],
    [20, 1.8674751],
  ] as const)
    t.ok(Math.abs(expectedMaximum(count) - value) < 1e-5, `${count}: ${expectedMaximum(count)}`);
});

t.test('what luck does is told: equal trials look better by about so much', async (t) => {
  const exceed: number[] = [];
  const told: number[] = [];
  for (let seed = 0; seed < 20; seed++) {
    const halved = await successiveHalving({
      trials: 12,
      first: 60,
      total: 60,
      score: noisy(seed, -1).score,
    });
    const { expected, isGreat } = luckOf(
      halved,
      Array.from({ length: 12 }, (_, at) => at + 1),
      Array.from({ length: 60 }, (_, at) => `g${at}`),
    );
    t.ok(isGreat, '12 trials are more than a tenth of 60');
    told.push(expected);
    const [top] = halved.rungs[0]!.standings.filter(({ trial }) => trial !== 0);
    const own = halved.rungs[0]!.standings.find(({ trial }) => trial === 0);
    exceed.push(100 * (top!.mean - own!.mean));
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // trials share trial 0 as their measure, so their differences are correlated and the truth lies a little lower
  t.ok(mean(exceed) > 0.5 * mean(told) && mean(exceed) < 1.1 * mean(told), `${mean(exceed)}, ${mean(told)}`);
});

t.test('a trial is taken only where it is better on dialogues that the search did not see', async (t) => {
  const groups = Array.from({ length: 40 }, (_, at) => `g${at}`);
  const verdictOf = async (seed: number, better: number) => {
    const { score } = noisy(seed, better);
    const halved = await successiveHalving({ trials: 8, first: 10, total: 40, score });
    const best = halved.best!;
    const held = { before: await score(0, 100, 140), found: await score(best, 100, 140), groups };
    return judgeBest(halved, best, groups, held, 1);
  };
  for (let seed = 0; seed < 5; seed++) {
    const { takes, claims_gain, held } = await verdictOf(seed, 3);
    t.ok(takes && claims_gain && held.low > 0);
  }
  const idle = await Promise.all(Array.from({ length: 20 }, (_, seed) => verdictOf(seed, -1)));
  t.ok(idle.filter(({ claims_gain }) => claims_gain).length <= 2, 'a one-sided level of 2.5 %');
});
