import t from 'tap';
import { hammingDiversity } from '../../../../src/candidates/seq2seq/processors/hamming-diversity.ts';

t.test('a token loses the penalty once for each earlier pick', async (t) => {
  const scores = Float32Array.of(-1, -1, -1);
  hammingDiversity(scores, Int32Array.of(2, 0, 2), 0.5);
  t.same([...scores], [-1.5, -1, -2]);
});
