import fc from 'fast-check';
import t from 'tap';
import { cutBatches } from '../../../src/candidates/seq2seq/batches.ts';
import type { Dialogue } from '../../../src/types.ts';

const window = (lengths: readonly number[]): Dialogue[] =>
  lengths.map((length, index) => ({ id: String(index), index, text: 'x'.repeat(length), references: [] }));

t.test('similar lengths go together, shortest first', async (t) => {
  const batches = cutBatches(window([300, 3, 290, 6]), { tokens: 500, dialogues: 2, longest: undefined });
  t.same(batches, [
    [1, 3],
    [2, 0],
  ]);
});

t.test(
  'a dialogue beyond the budget is a batch of its own, and no longer than the limit of the model',
  async (t) => {
    t.same(cutBatches(window([9000, 9000]), { tokens: 100, dialogues: 8, longest: undefined }), [[0], [1]]);
    t.same(cutBatches(window([9000, 9000]), { tokens: 100, dialogues: 8, longest: 50 }), [[0, 1]]);
    t.same(cutBatches([], { tokens: 100, dialogues: 8, longest: 50 }), []);
  },
);

t.test('every position is in one batch, and no batch passes a limit', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(400)),
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 1, max: 9 }),
      (lengths, tokens, dialogues) => {
        const batches = cutBatches(window(lengths), { tokens, dialogues, longest: undefined });
        t.same(
          batches.flat().sort((a, b) => a - b),
          lengths.map((_, index) => index),
        );
        for (const batch of batches) {
          const longest = Math.max(...batch.map((index) => Math.ceil((lengths[index] ?? 0) / 2) + 2));
          t.ok(batch.length === 1 || (batch.length <= dialogues && batch.length * longest <= tokens));
        }
      },
    ),
    { numRuns: 60 },
  );
});
