import fc from 'fast-check';
import t from 'tap';
import { topK } from '../../../../src/candidates/seq2seq/processors/top-k.ts';
import { never, row } from './row.ts';

t.test('the best stay, and those equal to the last of them', async (t) => {
  const given = row([3, 1, 2, 2, 0], [0]);
  topK(2)(given);
  t.same([...given.scores], [3, never, 2, 2, never]);
});

t.test('a count beyond the vocabulary keeps all', async (t) => {
  const given = row([3, 1], [0]);
  topK(5)(given);
  t.same([...given.scores], [3, 1]);
});

t.test('it keeps what sorting would keep, call after call', async () => {
  const scores = fc.array(fc.float({ noNaN: true, min: -50, max: 50 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), scores, scores, (count, first, second) => {
      const processor = topK(count);
      for (const given of [first, second]) {
        const kept = row(given, [0]);
        processor(kept);
        const least =
          [...Float32Array.from(given)].sort((a, b) => b - a)[Math.min(count, given.length) - 1] ?? 0;
        t.same(
          [...kept.scores],
          [...Float32Array.from(given)].map((score) => (score < least ? never : score)),
        );
      }
    }),
    { numRuns: 100 },
  );
});
