/** What each strategy proposes; expectations follow from the scores written here. */
import fc from 'fast-check';
import t from 'tap';
import type { Contender, Strategy } from '../../../src/preferences/strategies/define.ts';
import { strategies } from '../../../src/preferences/strategies/index.ts';
import { createRandom } from '../../../src/random.ts';

const contender = (row: number, score: number, more: Partial<Contender> = {}): Contender => ({
  row,
  score,
  mayBeChosen: true,
  isReference: false,
  system: `s${row}`,
  ...more,
});

const five = [0.9, 0.7, 0.5, 0.3, 0.1].map((score, row) => contender(row, score));

const propose = (
  name: keyof typeof strategies,
  ranked: readonly Contender[],
  options: Partial<Parameters<Strategy['propose']>[0]['options']> = {},
  seed = 1,
): (readonly [number, number])[] =>
  strategies[name]
    .propose({
      ranked,
      options: { mostPairs: 4, band: { least: 0 }, over: undefined, ...options },
      random: createRandom(seed, 'test'),
    })
    .map(({ chosen, rejected }) => [chosen.row, rejected.row]);

t.test('best-worst takes the ends', async (t) => {
  t.strictSame(propose('best-worst', five), [[0, 4]]);
  t.strictSame(propose('best-worst', five.slice(0, 1)), []);
  t.strictSame(propose('best-worst', []), []);
});

t.test('the better side is the best that may be chosen, the worse side stands below it', async (t) => {
  const gated = five.map((each, place) => (place < 2 ? { ...each, mayBeChosen: false } : each));
  t.strictSame(propose('best-worst', gated), [[2, 4]]);
  const lastAlone = five.map((each, place) => ({ ...each, mayBeChosen: place === 4 }));
  for (const name of ['best-worst', 'best-middle-worst', 'best-random', 'band'] as const)
    t.strictSame(propose(name, lastAlone), [], name);
});

t.test('best-middle-worst makes three pairs, of two texts one', async (t) => {
  t.strictSame(propose('best-middle-worst', five), [
    [0, 2],
    [0, 4],
    [2, 4],
  ]);
  t.strictSame(propose('best-middle-worst', five.slice(0, 4)), [
    [0, 1],
    [0, 3],
    [1, 3],
  ]);
  t.strictSame(propose('best-middle-worst', five.slice(0, 2)), [[0, 1]]);
});

t.test('best-random draws from all below the best, the same for the same seed', async (t) => {
  const drawn = new Set(
    Array.from({ length: 60 }, (_, seed) => propose('best-random', five, {}, seed)[0]![1]),
  );
  t.strictSame([...drawn].sort(), [1, 2, 3, 4]);
  t.strictSame(propose('best-random', five, {}, 7), propose('best-random', five, {}, 7));
});

t.test('band takes all margins within, ends included, and draws where there are too many', async (t) => {
  const exact = [0.75, 0.5, 0.25, 0].map((score, row) => contender(row, score));
  t.strictSame(propose('band', exact, { band: { least: 0.25, most: 0.25 } }), [
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  t.equal(propose('band', exact, { mostPairs: 9 }).length, 6);
  const some = propose('band', exact, { mostPairs: 2 });
  t.equal(some.length, 2);
  t.strictSame(some, propose('band', exact, { mostPairs: 2 }));
  const tied = [contender(0, 0.5), contender(1, 0.5)];
  t.strictSame(propose('band', tied), []);
});

t.test('gold sets the best reference against candidates, whatever scores higher', async (t) => {
  const ranked = [
    contender(0, 0.9),
    contender(5, 0.8, { isReference: true, system: 'gold' }),
    contender(1, 0.2),
  ];
  t.strictSame(propose('gold', ranked), [
    [5, 0],
    [5, 1],
  ]);
  t.strictSame(propose('gold', ranked, { over: ['s1'] }), [[5, 1]]);
  t.strictSame(propose('gold', ranked.slice(0, 1)), []);
});

t.test('no strategy pairs a text with itself, or a better one below a worse one', async () => {
  const pools = fc.array(
    fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), open: fc.boolean() }),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(pools, fc.nat(), (rows, seed) => {
      const ranked = rows
        .map(({ score, open }, row) => contender(row, score, { mayBeChosen: open }))
        .sort((a, b) => b.score - a.score);
      for (const name of ['best-worst', 'best-middle-worst', 'best-random', 'band'] as const) {
        const pairs = propose(name, ranked, { mostPairs: 3 }, seed);
        for (const [chosen, rejected] of pairs) {
          if (chosen === rejected || !rows[chosen]!.open || rows[chosen]!.score < rows[rejected]!.score)
            return false;
        }
        if (new Set(pairs.map(String)).size !== pairs.length || pairs.length > 3) return false;
      }
      return true;
    }),
  );
});
