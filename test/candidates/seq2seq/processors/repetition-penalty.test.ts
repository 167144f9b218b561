import t from 'tap';
import { repetitionPenalty } from '../../../../src/candidates/seq2seq/processors/repetition-penalty.ts';
import { row } from './row.ts';

t.test('scores below 0 are multiplied, others divided, tokens that came twice once', async (t) => {
  const given = row([-1, 2, 0, -3], [0, 1, 0, 2]);
  repetitionPenalty(2)(given);
  t.same([...given.scores], [-2, 1, 0, -3]);
});

t.test('tokens beyond the length do not count', async (t) => {
  const given = { ...row([-1, 2], [0, 1]), length: 1 };
  repetitionPenalty(2)(given);
  t.same([...given.scores], [-2, 2]);
});
