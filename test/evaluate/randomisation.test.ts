import t from 'tap';
import { randomisationTest } from '../../src/evaluate/randomisation.ts';
import { createRandom } from '../../src/random.ts';

const noise = (seed: number, length: number, shift = 0): Float64Array => {
  const random = createRandom(seed, 'noise');
  return Float64Array.from({ length }, () => random.next() + shift);
};

t.test('a large, steady difference is never chance', async (t) => {
  t.equal(randomisationTest(noise(1, 200, 0.5), noise(2, 200), { seed: 1 }), 1 / 5001);
});

t.test('equal sides are always chance', async (t) => {
  t.equal(randomisationTest(noise(1, 50), noise(1, 50), { seed: 1 }), 1);
});

t.test('for few items the p-value is that of all exchanges', async (t) => {
  // Of the 16 signs of 1, 1, 1, 1 only two give a sum as large as 4.
  const p = randomisationTest(Float64Array.of(1, 1, 1, 1), new Float64Array(4), { seed: 3, trials: 20_000 });
  t.ok(Math.abs(p - 2 / 16) < 0.01, `p = ${p}`);
});

t.test('without a difference, p-values are spread evenly', async (t) => {
  const small = Array.from({ length: 300 }, (_, run) =>
    randomisationTest(noise(2 * run, 40), noise(2 * run + 1, 40), { seed: run, trials: 200 }),
  ).filter((p) => p <= 0.1).length;
  t.ok(small > 15 && small < 50, `${small} of 300 below 0.1`);
});

t.test('the same seed gives the same p-value, more than 32 items included', async (t) => {
  const [a, b] = [noise(1, 100, 0.02), noise(2, 100)];
  t.equal(randomisationTest(a, b, { seed: 5 }), randomisationTest(a, b, { seed: 5 }));
  t.not(randomisationTest(a, b, { seed: 5 }), randomisationTest(a, b, { seed: 6 }));
});
