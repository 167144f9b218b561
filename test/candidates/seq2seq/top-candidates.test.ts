import fc from 'fast-check';
import t from 'tap';
import { TopCandidates } from '../../../src/candidates/seq2seq/top-candidates.ts';

t.test('it finds what sorting finds, the first scanned of equal ones first', async () => {
  const row = fc.array(fc.integer({ min: -6, max: 0 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 9 }),
      (rows, capacity) => {
        const top = new TopCandidates(capacity);
        for (const [origin, scores] of rows.entries()) top.scan(Float32Array.from(scores), -origin, origin);
        const sorted = rows
          .flatMap((scores, origin) =>
            scores.map((score, token) => ({ score: score - origin, token, origin })),
          )
          .sort((a, b) => b.score - a.score)
          .slice(0, capacity);
        t.equal(top.count, sorted.length);
        t.same(
          sorted,
          Array.from({ length: top.count }, (_, place) => ({
            score: top.scores[place],
            token: top.tokens[place],
            origin: top.origins[place],
          })),
        );
      },
    ),
    { numRuns: 100 },
  );
});

t.test('where too few are possible it is filled up with impossible ones', async (t) => {
  const top = new TopCandidates(3);
  top.scan(Float32Array.of(Number.NEGATIVE_INFINITY, -1), 0, 0);
  t.equal(top.count, 1);
  top.pad(7);
  t.same([...top.tokens], [1, 7, 7]);
  t.equal(top.scores[2], Number.NEGATIVE_INFINITY);
  top.clear();
  t.equal(top.count, 0);
});
