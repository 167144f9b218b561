import t from 'tap';
import { finishOf, TokenHistory } from '../../../src/candidates/seq2seq/hypothesis.ts';
import { resolveSettings } from '../../../src/candidates/seq2seq/settings.ts';

t.test('rows follow their parents', async (t) => {
  const history = new TokenHistory(3, 4, 9);
  history.advance({ rows: 3, tokens: Int32Array.of(1, 2, 3), parents: Int32Array.of(0, 0, 0), kept: [0] });
  history.advance({ rows: 2, tokens: Int32Array.of(4, 5), parents: Int32Array.of(2, 0), kept: [0] });
  t.equal(history.length, 3);
  t.same(history.with(0, 7), [9, 3, 4, 7]);
  t.same(history.with(1, 7), [9, 1, 5, 7]);
});

t.test('an end that was forced by the limit is no end of the model', async (t) => {
  const settings = (forced_eos_token_id: number | null) =>
    resolveSettings({
      generate: { max_new_tokens: 3 },
      candidates: 1,
      generation: { decoder_start_token_id: 0, eos_token_id: 1, forced_eos_token_id },
      config: {},
    });
  t.equal(finishOf(1, 2, settings(1)), 'end');
  t.equal(finishOf(1, 3, settings(1)), 'length');
  t.equal(finishOf(1, 3, settings(null)), 'end');
  t.equal(finishOf(7, 3, settings(null)), 'length');
});
