import fc from 'fast-check';
import t from 'tap';
import { createSpool } from '../../../src/run/files.ts';
import { createSortedRecords } from '../../../src/run/pairs/sorted-records.ts';

const sorted = async (records: readonly { key: string; text: string }[], pieceChars: number) => {
  const spool = createSpool();
  try {
    const gathered = createSortedRecords<{ key: string; text: string }>(spool, 'test', pieceChars);
    for (const record of records) await gathered.add(record.key, record);
    const read: { key: string; text: string }[] = [];
    for await (const record of gathered.read()) read.push(record);
    return read;
  } finally {
    await spool.close();
  }
};

t.test('records come by key, whole, however many pieces they were cut into', async () => {
  const record = fc.record({ key: fc.string({ unit: 'binary' }), text: fc.string({ unit: 'binary' }) });
  const distinct = fc.uniqueArray(record, { selector: ({ key }) => key, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(distinct, fc.constantFrom(1, 60, 1e6), async (records, pieceChars) => {
      const expected = [...records].sort((a, b) => (a.key < b.key ? -1 : 1));
      return JSON.stringify(await sorted(records, pieceChars)) === JSON.stringify(expected);
    }),
    { numRuns: 20 },
  );
});

t.test('records longer than what is read at a time', async (t) => {
  const long = [
    { key: 'b', text: '가'.repeat(200_000) },
    { key: 'a', text: '나\u2028다\n'.repeat(50_000) },
  ];
  t.strictSame(await sorted(long, 1), long.toReversed());
});
