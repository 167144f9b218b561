import fc from 'fast-check';
import t from 'tap';
import { type BatchItem, cutByLength, estimatedTokens } from '../../src/models/batches.ts';

const items = fc.array(
  fc.record({ length: fc.integer({ min: 1, max: 40 }), rows: fc.integer({ min: 1, max: 5 }) }),
  { maxLength: 30 },
);
const limits = fc.record({ tokens: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 12 }) });

const sizeOf = (batch: readonly number[], all: readonly BatchItem[]) => {
  const rows = batch.reduce((sum, place) => sum + all[place]!.rows, 0);
  return { rows, tokens: rows * Math.max(...batch.map((place) => all[place]!.length)) };
};

t.test(
  'every item is in one batch; lengths only grow; limits hold but for what is over them alone',
  async (t) => {
    fc.assert(
      fc.property(items, limits, (all, limit) => {
        const batches = cutByLength(all, limit);
        const order = batches.flat();
        const lengths = order.map((place) => all[place]!.length);
        return (
          `${[...order].sort((a, b) => a - b)}` === `${[...all.keys()]}` &&
          lengths.every((length, place) => place === 0 || length >= lengths[place - 1]!) &&
          batches.every((batch) => {
            const { rows, tokens } = sizeOf(batch, all);
            return batch.length === 1 || (rows <= limit.rows && tokens <= limit.tokens);
          })
        );
      }),
    );
    t.strictSame(cutByLength([], { tokens: 1, rows: 1 }), []);
  },
);

t.test('no batch ends before the next item would pass a limit', async () => {
  fc.assert(
    fc.property(items, limits, (all, limit) => {
      const batches = cutByLength(all, limit);
      return batches.slice(1).every((batch, place) => {
        const { rows, tokens } = sizeOf([...batches[place]!, batch[0]!], all);
        return rows > limit.rows || tokens > limit.tokens;
      });
    }),
  );
});

t.test('tokens are estimated from characters alone', async (t) => {
  t.equal(estimatedTokens('회의는'), 4);
  t.equal(estimatedTokens(''), 2);
});
