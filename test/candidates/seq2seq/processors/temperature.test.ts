import t from 'tap';
import { temperature } from '../../../../src/candidates/seq2seq/processors/temperature.ts';
import { row } from './row.ts';

t.test('logits are divided', async (t) => {
  const given = row([1, -4], [0]);
  temperature(2)(given);
  t.same([...given.scores], [0.5, -2]);
});
