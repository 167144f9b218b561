import fc from 'fast-check';
import t from 'tap';
import { orderRows } from '../../src/dialogues/row-order.ts';

async function* placed(ordinals: readonly number[]) {
  for (const [row, ordinal] of ordinals.entries())
    yield { ordinal, rank: row % 3, line: row + 2, start: row * 10 + 2 ** 33, end: row * 10 + 7 + 2 ** 33 };
}

t.test('rows come by ordinal, those of one ordinal in the order of the file', async () => {
  const claim = fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 })), async (ordinals) => {
    const order = await orderRows(placed(ordinals), 51);
    const expected = ordinals.map((ordinal, row) => ({ ordinal, row })).sort((a, b) => a.ordinal - b.ordinal);
    return (
      order.length === ordinals.length &&
      expected.every(
        ({ ordinal, row }, index) =>
          order.ordinalAt(index) === ordinal &&
          order.rankAt(index) === row % 3 &&
          order.lineAt(index) === row + 2 &&
          order.startAt(index) === row * 10 + 2 ** 33 &&
          order.endAt(index) === row * 10 + 7 + 2 ** 33,
      )
    );
  });
  await fc.assert(claim);
});

t.test('with the ids of the dataset a row takes at most 48 bytes', async (t) => {
  const rows = 100_000;
  const order = await orderRows(placed(Array.from({ length: rows }, (_, row) => rows - 1 - row)), rows);
  t.ok(order.bytes / rows + 19 <= 48, `${order.bytes / rows} bytes`);
});
