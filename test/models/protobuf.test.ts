import fc from 'fast-check';
import t from 'tap';
import { bytesField, fieldsOf, joined, numberField, textField, textOf } from '../../src/models/protobuf.ts';

t.test('what is written is read again', async () => {
  const field = fc.oneof(
    fc.record({ number: fc.integer({ min: 1, max: 5000 }), value: fc.nat(2 ** 31 - 1) }),
    fc.record({ number: fc.integer({ min: 1, max: 5000 }), text: fc.string() }),
  );
  fc.assert(
    fc.property(fc.array(field), (written) => {
      const bytes = joined(
        written.flatMap((each) =>
          'text' in each ? textField(each.number, each.text) : numberField(each.number, each.value),
        ),
      );
      const found = [...fieldsOf(bytes)].map((each) =>
        each.wire === 0
          ? { number: each.number, value: each.value }
          : { number: each.number, text: textOf(bytes, each) },
      );
      t.same(
        found,
        written.map((each) => ('text' in each ? { ...each, text: each.text } : each)),
      );
    }),
    { numRuns: 60 },
  );
});

t.test('messages nest', async (t) => {
  const bytes = joined(bytesField(3, [...textField(1, 'a'), ...numberField(2, 300)]));
  const [outer] = fieldsOf(bytes);
  const inner = [...fieldsOf(bytes, outer?.start, outer?.end)];
  t.same(
    inner.map(({ number, value }) => [number, value]),
    [
      [1, 0],
      [2, 300],
    ],
  );
});

t.test('bytes that are no message are a RangeError', async (t) => {
  for (const bytes of [[0], [10, 5, 1], [8], [11], [8, ...new Array(12).fill(255)]])
    t.throws(() => [...fieldsOf(Uint8Array.from(bytes))], RangeError);
});
