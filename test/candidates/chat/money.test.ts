import t from 'tap';
import { costOf, estimateTokens } from '../../../src/candidates/chat/money.ts';

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
