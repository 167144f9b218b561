import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { createSpool } from '../../../src/run/files.ts';
import { createSortedRecords } from '../../../src/run/pairs/sorted-records.ts';

const sorted = async (
  records: readonly { key: string; text: string }[],
  sizes: { readonly pieceBytes: number; readonly width?: number },
) => {
  const spool = createSpool();
  try {
    const gathered = createSortedRecords<{ key: string; text: string }>(spool, 'test', sizes);
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
    fc.asyncProperty(
      distinct,
      fc.constantFrom(1, 60, 1e6),
      fc.constantFrom(2, 3, 64),
      async (records, pieceBytes, width) => {
        const expected = [...records].sort((a, b) => (a.key < b.key ? -1 : 1));
        return JSON.stringify(await sorted(records, { pieceBytes, width })) === JSON.stringify(expected);
      },
    ),
    { numRuns: 20 },
  );
});

t.test('records longer than what is read at a time', async (t) => {
  const long = [
    { key: 'b', text: '가'.repeat(200_000) },
    { key: 'a', text: '나\u2028다\n'.repeat(50_000) },
  ];
  t.strictSame(await sorted(long, { pieceBytes: 1 }), long.toReversed());
});

t.test('scratch files stay few however many records come', async (t) => {
  const folder = t.testdir({});
  const spool = createSpool(folder);
  t.teardown(() => spool.close());
  const records = createSortedRecords<number>(spool, 'test', { pieceBytes: 1, width: 3 });
  for (let n = 0; n < 100; n++) await records.add(String((n * 37) % 100).padStart(2, '0'), n);
  const [own] = await readdir(folder);
  // 99 pieces were written; in the notation to the base of 3, 99 is 10200
  t.equal((await readdir(join(folder, own!))).length, 3);
  const read: number[] = [];
  for await (const n of records.read()) read.push((n * 37) % 100);
  t.strictSame(
    read,
    Array.from({ length: 100 }, (_, place) => place),
  );
});
