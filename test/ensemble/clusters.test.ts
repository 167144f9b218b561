import fc from 'fast-check';
import t from 'tap';
import { clusterWarnings, effectiveVoters, findClusters } from '../../src/ensemble/clusters.ts';

/** A symmetric matrix from its pairs; the others are 0.1 alike. */
const matrix = (size: number, pairs: readonly (readonly [number, number, number])[]): Float64Array => {
  const similarity = new Float64Array(size * size).fill(0.1);
  for (const [a, b, value] of pairs) similarity[a * size + b] = similarity[b * size + a] = value;
  return similarity;
};
const find = (
  size: number,
  pairs: readonly (readonly [number, number, number])[],
  families: readonly (string | undefined)[] = [],
) =>
  findClusters({
    systems: Array.from({ length: size }, (_, system) => `s${system}`),
    similarity: matrix(size, pairs),
    threshold: 0.85,
    families,
  });

t.test('near-copies are joined over a chain, strictly above the threshold', async (t) => {
  const { clusterOf, clusters } = find(5, [
    [1, 3, 0.86],
    [3, 4, 0.9],
    [0, 2, 0.85],
  ]);
  t.strictSame([...clusterOf], [0, 1, 2, 1, 1]);
  t.match(clusters, [
    { systems: ['s0'], reason: 'single' },
    { systems: ['s1', 's3', 's4'], reason: 'near-copies', similarity: (0.86 + 0.9 + 0.1) / 3 },
    { systems: ['s2'], reason: 'single' },
  ]);
});

t.test('a family is one cluster however unlike its members', async (t) => {
  const { clusterOf, clusters } = find(4, [[1, 2, 0.95]], ['f', undefined, 'f', 'g']);
  t.strictSame([...clusterOf], [0, 0, 0, 1]);
  t.equal(clusters[0]?.reason, 'near-copies', 's1 is tied by likeness only');
  t.equal(find(4, [], ['f', undefined, 'f', 'f']).clusters[0]?.reason, 'family');
});

t.test('systems that never meet are not joined', async (t) => {
  t.strictSame([...find(2, [[0, 1, Number.NaN]]).clusterOf], [0, 1]);
});

t.test('clusters are the same sets for any order of the systems', async () => {
  const pairs = fc.array(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 }), fc.constantFrom(0.2, 0.9)));
  fc.assert(
    fc.property(pairs, (links) => {
      const asSets = (clusterOf: Int32Array, name: (system: number) => number) =>
        [...new Set(clusterOf)]
          .map((cluster) =>
            [...clusterOf.keys()]
              .filter((system) => clusterOf[system] === cluster)
              .map(name)
              .sort((a, b) => a - b)
              .join(),
          )
          .sort();
      const forward = find(8, links).clusterOf;
      const backward = find(
        8,
        links.map(([a, b, value]) => [7 - a, 7 - b, value] as const),
      ).clusterOf;
      return `${asSets(forward, (system) => system)}` === `${asSets(backward, (system) => 7 - system)}`;
    }),
  );
});

t.test('the effective number of voters counts a cluster once and unequal weights less', async (t) => {
  const equal = new Float64Array(4).fill(1);
  t.equal(effectiveVoters({ weight: equal, clusterOf: Int32Array.of(0, 1, 2, 3) }), 4);
  t.equal(effectiveVoters({ weight: equal, clusterOf: Int32Array.of(0, 0, 0, 1) }), 2);
  t.equal(effectiveVoters({ weight: Float64Array.of(3, 1), clusterOf: Int32Array.of(0, 1) }), 16 / 10);
  t.equal(
    effectiveVoters({
      weight: equal,
      clusterOf: Int32Array.of(0, 1, 2, 3),
      voters: [true, true, false, false],
    }),
    2,
  );
  t.equal(effectiveVoters({ weight: new Float64Array(2), clusterOf: Int32Array.of(0, 1) }), 0);
});

t.test('warns of a majority and of near-copies, with figures', async (t) => {
  const warningsAmong = (systems: number) =>
    clusterWarnings(find(systems, [[0, 1, 0.97]]).clusters, 0.85).map(({ kind, text }) => [kind, text]);
  t.strictSame(warningsAmong(3), [
    [
      'majority',
      '2 of 3 systems (s0, s1) are near-copies of each other (mean utility 0.970, threshold 0.85): without one vote a cluster they would decide alone',
    ],
  ]);
  t.strictSame(warningsAmong(4), [
    [
      'near-copies',
      '2 of 4 systems (s0, s1) are near-copies of each other (mean utility 0.970, threshold 0.85) and share one vote',
    ],
  ]);
  t.strictSame(
    clusterWarnings(find(4, [], ['f', 'f', undefined, undefined]).clusters, 0.85),
    [],
    'half is no majority',
  );
  t.match(clusterWarnings(find(3, [], ['f', 'f', undefined]).clusters, 0.85), [{ kind: 'majority' }]);
});
