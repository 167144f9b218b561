import fc from 'fast-check';
import t from 'tap';
import { OccurrenceTable } from '../../src/metrics/occurrences.ts';

t.test('equal ids are the same occurrence of the same n-gram', async (t) => {
  const table = new OccurrenceTable();
  const text = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
      let end = 0;
      const ends = texts.map((grams) => (end += grams.length));
      table.fill(Int32Array.from(texts.flat()), Int32Array.from(ends), texts.length, 5);
      const names = texts.flatMap((grams) =>
        grams.map((gram, at) => `${gram} ${grams.slice(0, at).filter((before) => before === gram).length}`),
      );
      const ids = [...table.grams.subarray(0, end)];
      t.same(
        ids.map((id) => ids.indexOf(id)),
        names.map((name) => names.indexOf(name)),
      );
      t.ok(ids.every((id) => id < table.vocabulary));
      t.ok(names.every((name, at) => !name.endsWith(' 0') || ids[at] === Number(name[0])));
    }),
    { seed: 1, numRuns: 200 },
  );
});
