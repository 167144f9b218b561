import fc from 'fast-check';
import t from 'tap';
import { pairings, shuffledOrders } from '../../../src/rerank/judge/schedule.ts';

t.test('neighbours meet first, and nobody meets twice', async (t) => {
  t.strictSame(pairings(4, 4), [
    [0, 1],
    [1, 2],
    [2, 3],
    [0, 2],
  ]);
  t.equal(pairings(4, 99).length, 6);
  t.strictSame(pairings(1, 6), []);
});

t.test('the budget holds, and from n − 1 pairs on all texts hang together', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(80), (texts, most) => {
      const pairs = pairings(texts, most);
      const reached = new Set([0]);
      for (let round = 0; round < texts; round++)
        for (const [a, b] of pairs) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
      const all = (texts * (texts - 1)) / 2;
      return (
        pairs.length === Math.min(most, all) &&
        new Set(pairs.map(String)).size === pairs.length &&
        (most < texts - 1 || reached.size === texts)
      );
    }),
  );
});

t.test('orders are permutations; over an even number every text has the same mean place', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.string(),
      (texts, half, key) => {
        const orders = shuffledOrders(texts, 2 * half, 42, key);
        const places = new Float64Array(texts);
        for (const order of orders) for (const [place, text] of order.entries()) places[text]! += place;
        return (
          orders.every((order) => [...order].sort((a, b) => a - b).every((text, place) => text === place)) &&
          places.every((sum) => sum === half * (texts - 1))
        );
      },
    ),
  );
});

t.test('orders depend on seed and dialogue, and on nothing else', async (t) => {
  const of = (seed: number, key: string) => JSON.stringify(shuffledOrders(8, 4, seed, key));
  t.equal(of(1, 'a'), of(1, 'a'));
  t.not(of(1, 'a'), of(2, 'a'));
  t.not(of(1, 'a'), of(1, 'b'));
});
