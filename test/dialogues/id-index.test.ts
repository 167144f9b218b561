import fc from 'fast-check';
import t from 'tap';
import { hashId, IdIndex } from '../../src/dialogues/id-index.ts';

t.test('an id is found at the place at which it was added', async () => {
  const claim = fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme' }), { maxLength: 3000 }), (ids) => {
    const index = new IdIndex();
    return (
      ids.every((id) => index.add(id) === undefined) &&
      ids.every((id, place) => index.find(id) === place) &&
      index.size === ids.length
    );
  });
  fc.assert(claim, { numRuns: 20 });
});

t.test('ids like those of datasets share no hash, and an entry takes at most 24 bytes', async (t) => {
  const index = new IdIndex();
  const count = 300_000;
  for (let number = 0; number < count; number++)
    if (index.add(`test_${number}`) !== undefined) t.fail(`the hash of test_${number} was there already`);
  t.equal(index.find(`test_${count - 1}`), count - 1);
  t.equal(index.find(`test_${count}`), undefined);
  t.ok(index.bytes / count <= 24, `${index.bytes / count} bytes`);
});

t.test('every bit of a hash is used', async (t) => {
  const ones = new Float64Array(64);
  const halves = new Uint32Array(2);
  for (let number = 0; number < 4096; number++) {
    hashId(`dev_${number}`, halves);
    for (let bit = 0; bit < 64; bit++) ones[bit]! += (halves[bit >> 5]! >>> (bit & 31)) & 1;
  }
  for (const [bit, count] of ones.entries())
    if (Math.abs(count - 2048) > 200) t.fail(`bit ${bit}: ${count} of 4096`);
});

t.test('of ids with one hash the first is found, until the other is set apart', async (t) => {
  const index = new IdIndex((id, halves) => halves.fill(id.length));
  t.equal(index.add('aa'), undefined);
  t.equal(index.add('bb'), 0);
  t.equal(index.find('bb'), 0);
  index.setApart('bb', 1);
  t.equal(index.find('bb'), 1);
  t.equal(index.find('aa'), 0);
});
