import fc from 'fast-check';
import t from 'tap';
import {
  addTally,
  costOf,
  estimateTokens,
  mostTokens,
  noTally,
  readTally,
  shareOf,
  tallyOf,
  usdOf,
} from '../../../src/models/asker/money.ts';

t.test('prices are per million tokens; cached ones have their own', async (t) => {
  const tokens = { input: 1_000_000, cached: 400_000, output: 100_000 };
  t.equal(costOf(tokens, { input: 2.5, output: 10 }), 3.5);
  t.equal(costOf(tokens, { input: 2.5, output: 10, cached_input: 1.25 }), 3);
  t.equal(costOf({ input: 0, cached: 0, output: 0 }, { input: 2.5, output: 10 }), 0);
});

t.test('tokens are estimated by the kind of characters', async (t) => {
  t.equal(estimateTokens(''), 0);
  t.equal(estimateTokens('abcdefgh'), 2);
  t.equal(estimateTokens('안녕하세요'), 4);
});

t.test('no estimate is above the bound', async () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => estimateTokens(text) <= mostTokens(text)));
});

t.test('shares of a completion add up to it, token by token', async () => {
  const tokens = fc.nat(100_000);
  fc.assert(
    fc.property(tokens, tokens, tokens, fc.integer({ min: 1, max: 64 }), (input, cached, output, count) => {
      const shares = Array.from({ length: count }, (_, place) =>
        tallyOf(shareOf({ input, cached, output }, count, place)),
      );
      const sum = shares.reduce(addTally, noTally);
      return sum.input === input && sum.cached === cached && sum.output === output && sum.answers === count;
    }),
  );
});

t.test('what was kept is read back; what is no tally counts as uncounted answers', async (t) => {
  const tally = tallyOf({ input: 10, cached: 2, output: 5 });
  t.strictSame(readTally(JSON.parse(JSON.stringify(tally)), 3), tally);
  for (const kept of [undefined, null, {}, [], 'x', { answers: 1 }])
    t.strictSame(readTally(kept, 3), { ...noTally, answers: 3, uncounted: 3 });
  t.equal(usdOf(tally, undefined), null);
  t.equal(usdOf(tally, { input: 1e6, output: 1e6, cached_input: 0 }), 13);
});
