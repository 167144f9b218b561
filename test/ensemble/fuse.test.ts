import t from 'tap';
import { type FusionMethod, fuse, fusionMethods } from '../../src/ensemble/fuse.ts';

const eligible = [true, true, true, false];
const columns = {
  mbr: Float64Array.of(0.2, 0.4, 0.6, 9),
  judge: Float64Array.of(3, Number.NaN, 1, 9),
};
const fused = (method: FusionMethod, weights: Record<string, number>) => [
  ...fuse(columns, { method, weights, eligible }),
];
const round = (values: readonly number[]) => values.map((value) => Math.round(value * 1e9) / 1e9);

t.test('each method scales one column as documented; gated rows have no score', async (t) => {
  const expected: Record<FusionMethod, number[]> = {
    raw: [0.2, 0.4, 0.6],
    zscore: [-1.224744871, 0, 1.224744871],
    minmax: [0, 0.5, 1],
    rank: [0, 0.5, 1],
    borda: [0, 1, 2],
    rrf: [1 / 63, 1 / 62, 1 / 61],
  };
  for (const method of fusionMethods) {
    const scores = fused(method, { mbr: 1 });
    t.strictSame(round(scores.slice(0, 3)), round(expected[method]), method);
    t.ok(Number.isNaN(scores[3]), method);
  }
});

t.test('huge scores are scaled like small ones', async (t) => {
  const huge = { judge: Float64Array.of(-1.7e308, 0, 1.7e308, 0) };
  const scores = (method: FusionMethod) => [...fuse(huge, { method, weights: { judge: 1 }, eligible })];
  t.strictSame(round(scores('zscore').slice(0, 3)), [-1.224744871, 0, 1.224744871]);
  t.strictSame(round(scores('minmax').slice(0, 3)), [0, 0.5, 1]);
  t.strictSame(
    scores('raw').slice(0, 3),
    [-1, 0, 1],
    'in units of the largest: neither they nor their margins overflow',
  );
});

t.test('columns add up by weight, and a missing score is the average one', async (t) => {
  t.strictSame(round(fused('minmax', { mbr: 3, judge: 1 }).slice(0, 3)), [0.25, 0.5, 0.75]);
});

t.test('equal values share their ranks, and a constant column says nothing', async (t) => {
  const flat = { a: Float64Array.of(1, 1, 2), b: Float64Array.of(5, 5, 5) };
  const all = { eligible: [true, true, true], weights: { a: 1 } };
  t.strictSame([...fuse(flat, { ...all, method: 'rank' })], [0.25, 0.25, 1]);
  t.strictSame([...fuse(flat, { ...all, method: 'zscore', weights: { b: 1 } })], [0, 0, 0]);
});

t.test('a row without any score and columns that are absent give none', async (t) => {
  t.ok(
    fuse({ a: Float64Array.of(Number.NaN) }, { method: 'raw', weights: { a: 1 }, eligible: [true] }).every(
      Number.isNaN,
    ),
  );
  t.ok(fuse({}, { method: 'raw', weights: { a: 1 }, eligible: [true] }).every(Number.isNaN));
});
