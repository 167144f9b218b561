import { createHash } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { KeyIndex } from '../../../src/run/store/key-index.ts';

const keyFor = (n: number): Buffer => createHash('sha256').update(String(n)).digest();

t.test('the index behaves as a map from key to place', async (t) => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('set' as const),
      key: fc.nat(30),
      offset: fc.maxSafeNat(),
      length: fc.nat(),
    }),
    fc.record({ kind: fc.constant('forget' as const), key: fc.nat(30) }),
  );
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const index = new KeyIndex();
        const model = new Map<number, { offset: number; length: number }>();
        for (const one of steps) {
          const entry = index.find(keyFor(one.key));
          if (one.kind === 'forget') {
            if (entry >= 0) index.forget(entry);
            model.delete(one.key);
          } else {
            const isNew = index.set(keyFor(one.key), 0, one.offset, one.length);
            if (isNew === model.has(one.key)) return false;
            model.set(one.key, { offset: one.offset, length: one.length });
          }
        }
        const agrees = [...model].every(([n, place]) => {
          const entry = index.find(keyFor(n));
          return index.offsetOf(entry) === place.offset && index.lengthOf(entry) === place.length;
        });
        return agrees && index.size === model.size && index.find(keyFor(31)) === -1;
      }),
    ),
  );
});

t.test(
  'keys that share their first word are told apart, also where they start inside a buffer',
  async (t) => {
    const index = new KeyIndex();
    const near = [0, 4, 8, 12].map((at) => {
      const key = Buffer.alloc(40, 0xff);
      key[at + 3] = 1;
      return key;
    });
    for (const [i, key] of near.entries()) t.ok(index.set(key, 2, i, i));
    for (const [i, key] of near.entries()) t.equal(index.offsetOf(index.find(key, 2)), i);
  },
);

t.test('100,000 keys take less than 100 bytes each and come back in order', async (t) => {
  const index = new KeyIndex();
  for (let n = 0; n < 100_000; n += 1) index.set(keyFor(n), 0, n * 1000 + 2 ** 33, n);
  t.equal(index.size, 100_000);
  t.ok(index.bytes / 100_000 < 100, `${index.bytes / 100_000} bytes`);
  const isRight = (n: number): boolean =>
    index.find(keyFor(n)) === n && index.offsetOf(n) === n * 1000 + 2 ** 33;
  t.ok(Array.from({ length: 100_000 }, (_, n) => isRight(n)).every(Boolean));
});
