import fc from 'fast-check';
import t from 'tap';
import {
  latticePoints,
  latticeSize,
  nearestPoint,
  searchSimplex,
} from '../../../src/evaluate/tune/simplex.ts';

const sum = (point: readonly number[]) => point.reduce((total, share) => total + share, 0);

t.test('a lattice holds every point once, and each sums to the whole', async (t) => {
  // C(steps + columns − 1, columns − 1), by hand
  for (const [columns, steps, size] of [
    [1, 10, 1],
    [2, 10, 11],
    [3, 10, 66],
    [4, 10, 286],
    [3, 2, 6],
  ] as const) {
    const points = [...latticePoints(columns, steps)];
    t.equal(latticeSize(columns, steps), size);
    t.equal(new Set(points.map((point) => point.join())).size, size);
    t.ok(points.every((point) => sum(point) === steps && point.every((share) => share >= 0)));
  }
});

t.test('weights of any kind have a nearest point, each share within a step', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 7 }),
      fc.integer({ min: 1, max: 20 }),
      (weights, steps) => {
        const point = nearestPoint(weights, steps);
        const total = sum(weights);
        return (
          sum(point) === steps &&
          point.every((share, at) =>
            total > 0 ? Math.abs(share - (steps * weights[at]!) / total) < 1 + 1e-9 : share >= 0,
          )
        );
      },
    ),
  );
  t.strictSame(nearestPoint([0.6, 0.4], 10), [6, 4]);
  t.strictSame(nearestPoint([1, 1, 1], 10), [4, 3, 3]);
});

t.test(
  'a search judges points of the lattice, none twice, no more than its budget, the same each time',
  async () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer(),
        (columns, budget, seed) => {
          const look = () => {
            const seen: string[] = [];
            const found = searchSimplex({
              columns,
              steps: 10,
              budget,
              seed,
              start: nearestPoint(Array(columns).fill(1), 10),
              judge: (point) => {
                seen.push(point.join());
                if (sum(point) !== 10 || point.some((share) => share < 0 || !Number.isInteger(share)))
                  throw new Error(`no point: ${point}`);
                return Math.sin(seed + 7 * (point[0] ?? 0) + 3 * (point[1] ?? 0));
              },
            });
            return { seen, found };
          };
          const { seen, found } = look();
          const values = seen.map((key) =>
            Math.sin(seed + 7 * Number(key.split(',')[0]) + 3 * Number(key.split(',')[1] ?? 0)),
          );
          return (
            found.tried.length === Math.min(budget, latticeSize(columns, 10)) &&
            new Set(seen).size === seen.length &&
            found.tried.map(({ point }) => point.join()).join(';') === seen.join(';') &&
            found.value === Math.max(...values) &&
            JSON.stringify(look()) === JSON.stringify({ seen, found })
          );
        },
      ),
      { numRuns: 60 },
    );
  },
);

t.test('a quarter of the lattice finds the top of a hill wherever it lies', async (t) => {
  const points = [...latticePoints(4, 10)];
  for (const top of points.filter((_, place) => place % 13 === 0)) {
    const judge = (point: readonly number[]) =>
      -point.reduce((far, share, at) => far + (share - top[at]!) ** 2, 0);
    const { point } = searchSimplex({
      columns: 4,
      steps: 10,
      budget: 72,
      start: [10, 0, 0, 0],
      seed: 1,
      judge,
    });
    t.strictSame(point, top);
  }
});
