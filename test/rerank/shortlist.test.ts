import t from 'tap';
import { shortlist } from '../../src/rerank/shortlist.ts';

/** Rows 0 and 1 say nearly the same; row 2 says something else; row 3 may not win; row 4 has no score. */
const like = [
  [1, 0.9, 0.1, 0.5, 0.5],
  [0.9, 1, 0.1, 0.5, 0.5],
  [0.1, 0.1, 1, 0.5, 0.5],
  [0.5, 0.5, 0.5, 1, 0.5],
  [0.5, 0.5, 0.5, 0.5, 1],
];
const input = {
  expected: Float64Array.of(0.8, 0.79, 0.6, 0.9, 0.7),
  hypothesisOf: Int32Array.of(0, 1, 2, 3, 4),
  hypotheses: 5,
  utility: Float64Array.from(like.flat()),
  priors: new Float64Array(5).fill(1),
  eligible: Uint8Array.of(1, 1, 1, 0, 1),
};

t.test('without a price of likeness it is the best by the scores', async (t) => {
  const scores = Float64Array.of(3, 2, 1, 9, Number.NaN);
  t.strictSame(shortlist({ ...input, scores }, { top_k: 2, lambda: 0 }), [0, 1]);
  t.strictSame(shortlist({ ...input, scores }, { top_k: 9, lambda: 0 }), [0, 1, 2]);
});

t.test('with one, it is the same whatever scale the scores have', async (t) => {
  for (const scale of [1, 100, 0.001]) {
    const scores = Float64Array.of(8, 7.9, 6, 9, Number.NaN).map((score) => score * scale - 5);
    t.strictSame(shortlist({ ...input, scores }, { top_k: 2, lambda: 0.5 }), [0, 2], `scale ${scale}`);
  }
});

t.test('scores that are all alike, or no expected utilities, are no reason to fail', async (t) => {
  const scores = new Float64Array(5).fill(1);
  t.equal(shortlist({ ...input, scores }, { top_k: 3, lambda: 1 }).length, 3);
  const expected = new Float64Array(5).fill(Number.NaN);
  t.equal(shortlist({ ...input, scores, expected }, { top_k: 2, lambda: 1 })[0], 0);
});
