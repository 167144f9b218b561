import t from 'tap';
import { createRandom } from '../src/random.ts';

const take = (count: number, ...keys: [number, ...(string | number)[]]): number[] => {
  const random = createRandom(...keys);
  return Array.from({ length: count }, () => random.next());
};

t.test('equal seed and keys give the same stream, any difference another', async (t) => {
  t.strictSame(take(5, 1, 'a', 2), take(5, 1, 'a', 2));
  t.strictNotSame(take(5, 1, 'a', 2), take(5, 2, 'a', 2));
  t.strictNotSame(take(5, 1, 'a', 2), take(5, 1, 'a', 3));
  t.strictNotSame(take(5, 1, 'a1'), take(5, 1, 'a', 1));
});

t.test('numbers lie in [0, 1) and spread evenly', async (t) => {
  const bins = new Array<number>(10).fill(0);
  for (const value of take(100_000, 7)) {
    if (value < 0 || value >= 1) t.fail(`${value}`);
    bins[Math.floor(value * 10)]! += 1;
  }
  const chiSquare = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  t.ok(chiSquare < 27.9, `chi-square ${chiSquare} with 9 degrees of freedom: p > 0.001`);
});

t.test('whole numbers are below their count and all come up', async (t) => {
  const random = createRandom(3);
  const seen = new Set(Array.from({ length: 500 }, () => random.below(7)));
  t.strictSame([...seen].sort(), [0, 1, 2, 3, 4, 5, 6]);
});

t.test('a count that no draw can be below is refused rather than waited for', async (t) => {
  const random = createRandom(3);
  t.ok(random.below(2 ** 32) < 2 ** 32);
  for (const count of [0, Number.NaN, 2 ** 32 + 1]) t.throws(() => random.below(count), RangeError);
});
