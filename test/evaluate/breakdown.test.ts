import t from 'tap';
import { byLength, byTopic } from '../../src/evaluate/breakdown.ts';

const missing = Number.NaN;

t.test('topics come by size, then by name; rows that a file lacks do not count for it', async (t) => {
  const scores = [Float64Array.of(0.2, 0.4, 0.6, 0.8), Float64Array.of(0.1, missing, missing, 0.3)];
  t.same(byTopic(['shop', 'doctor', 'bank', 'doctor'], scores), [
    { name: 'doctor', rows: 2, scores: [(0.4 + 0.8) / 2, 0.3] },
    { name: 'bank', rows: 1, scores: [0.6, missing] },
    { name: 'shop', rows: 1, scores: [0.2, 0.1] },
  ]);
});

t.test('beyond the number asked for, small topics are one group', async (t) => {
  const scores = [Float64Array.of(0.2, 0.4, 0.6, 0.8, 1)];
  const groups = byTopic(['a', 'b', 'a', 'c', 'd'], scores, 2);
  t.same(
    groups.map(({ name, rows }) => [name, rows]),
    [
      ['a', 2],
      ['(other topics)', 3],
    ],
  );
  t.ok(Math.abs(groups[1]!.scores[0]! - (0.4 + 0.8 + 1) / 3) < 1e-12);
});

t.test('lengths fall into quarters, from short to long', async (t) => {
  const lengths = [8, 7, 6, 5, 4, 3, 2, 1];
  const groups = byLength(lengths, [Float64Array.from(lengths)]);
  t.same(
    groups.map(({ name, rows, scores }) => [name, rows, scores[0]]),
    [
      ['1–2', 2, 1.5],
      ['3–4', 2, 3.5],
      ['5–6', 2, 5.5],
      ['7–8', 2, 7.5],
    ],
  );
});

t.test('equal lengths stay together', async (t) => {
  const groups = byLength([5, 5, 5, 5, 5, 5, 9], [new Float64Array(7)]);
  t.same(
    groups.map(({ name, rows }) => [name, rows]),
    [
      ['5', 6],
      ['9', 1],
    ],
  );
  t.same(byLength([], []), []);
});
