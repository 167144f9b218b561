import t from 'tap';
import { badWords } from '../../../../src/candidates/seq2seq/processors/bad-words.ts';
import { never, row } from './row.ts';

t.test(
  'single tokens are forbidden, sequences where they would be completed, end tokens never',
  async (t) => {
    const processor = badWords([[1], [3, 2], [0, 3, 4], [5]], [5]);
    const given = row([1, 1, 1, 1, 1, 1], [0, 3]);
    processor(given);
    t.same([...given.scores], [1, never, never, 1, 1, 1], 'a sequence longer than what was written waits');
    const longer = row([1, 1, 1, 1, 1, 1], [2, 0, 3]);
    processor(longer);
    t.same([...longer.scores], [1, never, never, 1, never, 1]);
  },
);
