import fc from 'fast-check';
import t, { type Test } from 'tap';
import { expectedUtilities, type MbrInput } from '../../src/rerank/mbr.ts';
import type { ResolvedVotes } from '../../src/rerank/votes.ts';
import { needsShared, readJsonLines, sharedFile } from '../shared.ts';

const alone = (systems: number, ownCluster: 'in' | 'out'): ResolvedVotes => ({
  voters: new Array<boolean>(systems).fill(true),
  weight: new Float64Array(systems).fill(1),
  clusterOf: Int32Array.from({ length: systems }, (_, system) => system),
  ownCluster,
});

/** Three hypotheses; not symmetric. */
const utility = Float64Array.of(1, 0.5, 0.2, 0.4, 1, 0.1, 0.3, 0.25, 1);
const scores = (changes: Partial<MbrInput>): number[] => [
  ...expectedUtilities({
    rows: Int32Array.of(0, 1, 2),
    hypothesisOf: Int32Array.of(0, 1, 2),
    utility,
    hypotheses: 3,
    votes: alone(3, 'out'),
    ...changes,
  }),
];
const close = (t: Test, found: readonly number[], expected: readonly number[], within = 1e-12) => {
  const far = expected.findIndex((value, row) => !(Math.abs((found[row] ?? Number.NaN) - value) <= within));
  t.equal(far < 0 ? 'all' : `${far}: ${found[far]}, not ${expected[far]}`, 'all');
};

t.test('a candidate is judged by all others, its own vote out or in', async (t) => {
  close(t, scores({}), [0.35, 0.25, 0.275]);
  close(t, scores({ votes: alone(3, 'in') }), [1.7 / 3, 1.5 / 3, 1.55 / 3]);
});

t.test('an equal text of another system is a vote', async (t) => {
  close(t, scores({ hypothesisOf: Int32Array.of(0, 0, 1) }), [0.75, 0.75, 0.4]);
});

t.test('a cluster has one vote and none for its own members', async (t) => {
  const clustered = { ...alone(3, 'out'), clusterOf: Int32Array.of(0, 0, 1) };
  close(t, scores({ votes: clustered }), [0.2, 0.1, 0.275]);
});

t.test('where a single cluster is present its own votes count', async (t) => {
  const clustered = { ...alone(3, 'out'), clusterOf: Int32Array.of(0, 0, 0) };
  close(t, scores({ votes: clustered }), [1.7 / 3, 1.5 / 3, 1.55 / 3]);
  const one = scores({
    rows: Int32Array.of(1),
    hypothesisOf: Int32Array.of(0),
    utility: Float64Array.of(1),
    hypotheses: 1,
  });
  close(t, one, [1]);
});

t.test('weights count, zero among them', async (t) => {
  const weighted = { ...alone(3, 'in'), weight: Float64Array.of(1, 0.5, 0) };
  close(t, scores({ votes: weighted }), [1.25 / 1.5, 0.9 / 1.5, 0.425 / 1.5]);
});

t.test('a system with two candidates has one vote', async (t) => {
  close(t, scores({ rows: Int32Array.of(0, 0, 1), votes: alone(2, 'in') }), [
    0.25 + 0.125 + 0.1,
    0.1 + 0.25 + 0.05,
    0.075 + 0.0625 + 0.5,
  ]);
});

t.test('only voters are evidence, for themselves too where nobody else votes', async (t) => {
  const byFirst = { ...alone(3, 'out'), voters: [true, false, false] };
  close(t, scores({ votes: byFirst }), [1, 0.4, 0.3]);
  const byTwo = { ...alone(3, 'out'), voters: [true, true, false] };
  close(t, scores({ votes: byTwo }), [0.5, 0.4, 0.275]);
});

t.test('rows without text have no score, nor has anyone where nobody votes', async (t) => {
  const gap = scores({ hypothesisOf: Int32Array.of(0, -1, 1) });
  t.ok(Number.isNaN(gap[1]));
  close(t, [gap[0] ?? 0, gap[2] ?? 0], [0.5, 0.4]);
  const nobody = { ...alone(3, 'out'), voters: [false, false, false] };
  t.ok(scores({ votes: nobody }).every(Number.isNaN));
});

/** A dialogue of `systems` systems with one or two candidates each and any utilities. */
const dialogues = fc
  .record({
    hypotheses: fc.integer({ min: 1, max: 5 }),
    counts: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 6 }),
    seed: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 37, maxLength: 37 }),
    ownCluster: fc.constantFrom('in' as const, 'out' as const),
  })
  .map(({ hypotheses, counts, seed, ownCluster }) => {
    const rows = Int32Array.from(counts.flatMap((count, system) => new Array<number>(count).fill(system)));
    const hypothesisOf = rows.map((_, row) => Math.floor((seed[row] ?? 0) * (hypotheses + 0.999)) - 1);
    const utility = Float64Array.from({ length: hypotheses ** 2 }, (_, cell) => seed[12 + cell] ?? 0);
    return { rows, hypothesisOf, utility, hypotheses, votes: alone(counts.length, ownCluster) };
  });

t.test('the order of systems and candidates changes no score', async () => {
  fc.assert(
    fc.property(dialogues, fc.infiniteStream(fc.nat()), (dialogue, keys) => {
      const order = [...dialogue.rows.keys()]
        .map((row) => ({ row, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ row }) => row);
      const renamed = (system: number) => dialogue.votes.voters.length - 1 - system;
      const shuffled = expectedUtilities({
        ...dialogue,
        rows: Int32Array.from(order, (row) => renamed(dialogue.rows[row] ?? 0)),
        hypothesisOf: Int32Array.from(order, (row) => dialogue.hypothesisOf[row] ?? -1),
      });
      const plain = expectedUtilities(dialogue);
      return order.every((row, place) => same(plain[row], shuffled[place]));
    }),
  );
});

t.test('copies of a system in one cluster leave every score as it was', async () => {
  fc.assert(
    fc.property(dialogues, fc.integer({ min: 1, max: 4 }), fc.nat(), (dialogue, copies, pick) => {
      const systems = dialogue.votes.voters.length;
      const copied = pick % systems;
      const own = [...dialogue.rows.keys()].filter((row) => dialogue.rows[row] === copied);
      const extra = Array.from({ length: copies }, (_, copy) =>
        own.map((row) => ({ row, system: systems + copy })),
      ).flat();
      const votes = alone(systems + copies, dialogue.votes.ownCluster);
      const crowded = expectedUtilities({
        ...dialogue,
        rows: Int32Array.from([...dialogue.rows, ...extra.map(({ system }) => system)]),
        hypothesisOf: Int32Array.from([
          ...dialogue.hypothesisOf,
          ...extra.map(({ row }) => dialogue.hypothesisOf[row] ?? -1),
        ]),
        votes: {
          ...votes,
          clusterOf: votes.clusterOf.map((cluster) => (cluster < systems ? cluster : copied)),
        },
      });
      const plain = expectedUtilities(dialogue);
      return (
        plain.every((score, row) => same(score, crowded[row])) &&
        extra.every(({ row }, index) => same(plain[row], crowded[plain.length + index]))
      );
    }),
  );
});

const same = (a = Number.NaN, b = Number.NaN): boolean =>
  Number.isNaN(a) ? Number.isNaN(b) : Math.abs(a - b) < 1e-12;

interface GoldenRow {
  fname: string;
  candidates: string[];
  utility: number[][];
  expected_with_self: number[];
  expected_without_self: number[];
  best_with_self: number[];
  best_without_self: number[];
}

const golden = 'goldens/mbr-ko-test12.jsonl.gz';

/**
 * 499 Korean dialogues, 12 systems; made with Python 3.11, `rouge` 1.0.1 over Kiwi morphemes: `utility` from
 * `Rouge().get_scores(hyp, ref)`, its row means with and without the own text, and all rows within 1e-9 of the best.
 */
t.test(
  'expected utilities and winners of 499 dialogues are those of the reference tool',
  needsShared(golden),
  async (t) => {
    const rows = readJsonLines<GoldenRow>(sharedFile(golden)).slice(1);
    for (const row of rows) {
      const systems = row.utility.length;
      const identity = Int32Array.from({ length: systems }, (_, index) => index);
      const flat = Float64Array.from(row.utility.flat());
      // As collapsed: equal texts share the hypothesis of the first of them.
      const first = identity.map((index) => row.candidates.indexOf(row.candidates[index] ?? ''));
      for (const hypothesisOf of [identity, first]) {
        const asked = { rows: identity, hypothesisOf, utility: flat, hypotheses: systems };
        const withSelf = expectedUtilities({ ...asked, votes: alone(systems, 'in') });
        const without = expectedUtilities({ ...asked, votes: alone(systems, 'out') });
        if (!matches(withSelf, row.expected_with_self, row.best_with_self))
          t.fail(`${row.fname} with itself`);
        if (!matches(without, row.expected_without_self, row.best_without_self))
          t.fail(`${row.fname} without`);
      }
    }
    t.equal(rows.length, 499);
  },
);

const matches = (found: Float64Array, expected: readonly number[], best: readonly number[]): boolean => {
  const top = Math.max(...found);
  const winners = [...found.keys()].filter((row) => (found[row] ?? 0) > top - 1e-9);
  return (
    expected.every((value, row) => Math.abs((found[row] ?? 0) - value) < 1e-9) && `${winners}` === `${best}`
  );
};
