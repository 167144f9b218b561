import t from 'tap';
import {
  suppressed,
  suppressedFirst,
} from '../../../../src/candidates/seq2seq/processors/suppressed-tokens.ts';
import { never, row } from './row.ts';

t.test('tokens are suppressed everywhere, or at one position', async (t) => {
  const everywhere = row([1, 1, 1], [0, 0, 0]);
  suppressed([1])(everywhere);
  t.same([...everywhere.scores], [1, never, 1]);
  const second = row([1, 1, 1], [0, 0]);
  suppressedFirst([2], 1)(second);
  t.same([...second.scores], [1, 1, 1]);
  suppressedFirst([2], 2)(second);
  t.same([...second.scores], [1, 1, never]);
});
