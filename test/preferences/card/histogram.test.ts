import fc from 'fast-check';
import t from 'tap';
import { createHistogram } from '../../../src/preferences/card/histogram.ts';

const of = (values: readonly number[], width = 0.001) => {
  const builder = createHistogram(width);
  for (const value of values) builder.add(value);
  return builder.histogram();
};

t.test('every number is counted once, in the bin where it lies, whatever the order', async () => {
  const values = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { maxLength: 60 });
  fc.assert(
    fc.property(values, (list) => {
      const { width, counts } = of(list);
      const byHand = counts.map(
        (_, bin) => list.filter((value) => value >= bin * width && value < (bin + 1) * width).length,
      );
      const reversed = of(list.toReversed());
      return (
        JSON.stringify(byHand) === JSON.stringify(counts) &&
        counts.reduce((sum, count) => sum + count, 0) === list.length &&
        JSON.stringify(reversed) === JSON.stringify({ width, counts })
      );
    }),
    { seed: 5, numRuns: 300 },
  );
});

t.test('bins are as narrow as twenty of them allow', async (t) => {
  t.same(of([0, 4, 99], 5), { width: 5, counts: [2, ...Array(18).fill(0), 1] });
  t.same(of([0, 4, 100], 5), { width: 10, counts: [2, ...Array(9).fill(0), 1] });
  t.same(of([]), { width: 0.001, counts: [] });
});
