import fc from 'fast-check';
import t from 'tap';
import { GramSets } from '../../src/metrics/gram-sets.ts';

const text = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 });

t.test('pairs share as many distinct n-grams as their sets do', async (t) => {
  const sets = new GramSets();
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), fc.infiniteStream(fc.nat()), (texts, choices) => {
      const pick = () => texts.slice(0, choices.next().value % (texts.length + 1)).map((_, index) => index);
      const [rows, columns] = [pick().reverse(), pick()];
      let end = 0;
      const ends = texts.map((grams) => (end += grams.length));
      sets.fill(Int32Array.from(texts.flat()), Int32Array.from(ends), texts.length, 10);
      const counts = new Int32Array(rows.length * columns.length).fill(99);
      sets.countShared({ rows, columns, square: false }, counts);
      const own = texts.map((grams) => new Set(grams));
      const expected = rows.flatMap((row) =>
        columns.map((column) => [...own[row]!].filter((gram) => own[column]!.has(gram)).length),
      );
      t.same([...counts], expected);
      t.same(
        [...sets.sizes.subarray(0, texts.length)],
        own.map((set) => set.size),
      );
    }),
    { seed: 1, numRuns: 300 },
  );
});
