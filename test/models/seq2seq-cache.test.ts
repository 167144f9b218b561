import t from 'tap';
import { GrowingCache, SourceCache } from '../../src/models/seq2seq-cache.ts';

t.test('a growing cache: written, read, rows gathered', async (t) => {
  const cache = new GrowingCache((size) => new Float32Array(size));
  cache.write(4).set([1, 2, 3, 4] as never);
  cache.turn();
  t.same([...cache.read(4)], [1, 2, 3, 4]);
  cache.gather(Int32Array.of(1, 1, 0), 3, 2);
  t.same([...cache.read(6)], [3, 4, 3, 4, 1, 2]);
});

t.test('buffers are used again, and grow ahead', async (t) => {
  let made = 0;
  const cache = new GrowingCache((size) => {
    if (size > 0) made++;
    return new Float32Array(size);
  });
  for (let size = 100; size < 120; size++) {
    cache.write(size);
    cache.turn();
  }
  t.equal(made, 2);
});

const sources = () => {
  const cache = new SourceCache(
    BigInt64Array.of(1n, 1n, 1n, 0n, 1n, 1n),
    Float32Array.of(1, 2, 3, 4, 5, 6),
    [3, 2, 1],
  );
  cache.cross = [Float32Array.of(10, 11, 20, 21, 30, 31)];
  return cache;
};

t.test('dialogues that are done are forgotten', async (t) => {
  const cache = sources();
  cache.keep([0, 2]);
  t.same([...(cache.cross[0] ?? [])], [10, 11, 30, 31]);
  t.same([...cache.mask], [1n, 1n, 1n, 1n]);
  t.same([cache.rows, cache.dialogues], [2, 2]);
  cache.keep([0, 1]);
  t.same([...cache.hidden], [1, 2, 5, 6], 'nothing to do');
});

t.test('a source a beam, and then fewer dialogues', async (t) => {
  const cache = sources();
  cache.expand(6);
  t.same([...(cache.cross[0] ?? [])], [10, 11, 10, 11, 20, 21, 20, 21, 30, 31, 30, 31]);
  cache.keep([1]);
  t.same([...(cache.cross[0] ?? [])], [20, 21, 20, 21]);
  t.same([cache.rows, cache.dialogues], [2, 1]);
});
