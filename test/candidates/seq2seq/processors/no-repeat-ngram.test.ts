import t from 'tap';
import { noRepeatNgram } from '../../../../src/candidates/seq2seq/processors/no-repeat-ngram.ts';
import { never, row } from './row.ts';

t.test('a token that would repeat an n-gram is forbidden', async (t) => {
  const given = row([1, 1, 1, 1], [2, 0, 1, 2, 0]);
  noRepeatNgram(3)(given);
  t.same([...given.scores], [1, never, 1, 1], '2 0 1 came before');
});

t.test('with size 1 no token comes twice, the start token included', async (t) => {
  const given = row([1, 1, 1], [2, 0]);
  noRepeatNgram(1)(given);
  t.same([...given.scores], [never, 1, never]);
});

t.test('nothing is forbidden before there are enough tokens', async (t) => {
  const given = row([1, 1], [0, 0]);
  noRepeatNgram(3)(given);
  t.same([...given.scores], [1, 1]);
  noRepeatNgram(4)(given);
  t.same([...given.scores], [1, 1]);
});
