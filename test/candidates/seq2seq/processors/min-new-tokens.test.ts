import t from 'tap';
import { minNewTokens } from '../../../../src/candidates/seq2seq/processors/min-new-tokens.ts';
import { never, row } from './row.ts';

t.test('end tokens wait until enough tokens are generated; the start token is none', async (t) => {
  const early = row([1, 1, 1], [0, 2]);
  minNewTokens(2, [0, 1])(early);
  t.same([...early.scores], [never, never, 1]);
  const late = row([1, 1, 1], [0, 2, 2]);
  minNewTokens(2, [0, 1])(late);
  t.same([...late.scores], [1, 1, 1]);
});
