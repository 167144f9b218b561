import fc from 'fast-check';
import t from 'tap';
import { Histogram } from '../../src/dialogues/histogram.ts';

const filled = (numbers: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const number of numbers) histogram.add(number);
  return histogram;
};

t.test('quantiles are those of the sorted numbers, to 1.6 %', async () => {
  const numbers = fc.array(fc.oneof(fc.nat(300), fc.nat(100_000), fc.nat()), { minLength: 1 });
  const claim = fc.property(numbers, fc.double({ min: 0.01, max: 1, noNaN: true }), (numbers, share) => {
    const sorted = [...numbers].sort((a, b) => a - b);
    const exact = sorted[Math.ceil(share * sorted.length) - 1]!;
    const found = filled(numbers).quantile(share);
    return found <= exact && exact - found <= exact / 64 && (exact > 255 || found === exact);
  });
  fc.assert(claim);
});

t.test('a spread has the exact mean and ends; of nothing it is all 0', async (t) => {
  t.match(filled([5, 1, 900, 2]).spread(), { count: 4, mean: 227, min: 1, max: 900, median: 2, p5: 1 });
  t.strictSame(new Set(Object.values(filled([]).spread())), new Set([0]));
});
