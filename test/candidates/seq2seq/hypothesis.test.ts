import t from 'tap';
import { TokenHistory } from '../../../src/candidates/seq2seq/hypothesis.ts';

t.test('rows follow their parents', async (t) => {
  const history = new TokenHistory(3, 4, 9);
  history.advance({ rows: 3, tokens: Int32Array.of(1, 2, 3), parents: Int32Array.of(0, 0, 0), kept: [0] });
  history.advance({ rows: 2, tokens: Int32Array.of(4, 5), parents: Int32Array.of(2, 0), kept: [0] });
  t.equal(history.length, 3);
  t.same(history.with(0, 7), [9, 3, 4, 7]);
  t.same(history.with(1, 7), [9, 1, 5, 7]);
});
