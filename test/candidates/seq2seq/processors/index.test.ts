import t from 'tap';
import { createProcessors, processRow } from '../../../../src/candidates/seq2seq/processors/index.ts';
import { resolveSettings, type SettingsSource } from '../../../../src/candidates/seq2seq/settings.ts';
import { never, row } from './row.ts';

const settings = (generate: SettingsSource['generate'], generation: Record<string, unknown> = {}) =>
  resolveSettings({
    generate,
    candidates: 1,
    generation: { decoder_start_token_id: 0, eos_token_id: 1, pad_token_id: 3, ...generation },
    config: {},
  });

t.test('settings that change nothing need no processor', async (t) => {
  t.same(createProcessors(settings({ strategy: 'beam', beams: 2 })), []);
  t.same(createProcessors(settings({ strategy: 'sample', top_k: 0 })), []);
});

t.test('temperature, top-k and top-p are for sampling only', async (t) => {
  const warpers = { temperature: 2, top_k: 3, top_p: 0.5 };
  t.equal(createProcessors(settings({ ...warpers, strategy: 'greedy' })).length, 0);
  t.equal(createProcessors(settings({ ...warpers, strategy: 'sample' })).length, 3);
});

t.test('a forced end beats the minimum length, a suppressed token beats the forced end', async (t) => {
  const forced = settings({ max_new_tokens: 2, min_new_tokens: 2 }, { forced_eos_token_id: 1 });
  const given = row([-1, -2, -3, -4], [0, 2]);
  processRow(createProcessors(forced), given);
  t.same([...given.scores], [never, 0, never, never]);
  const both = settings({ max_new_tokens: 2 }, { forced_eos_token_id: 1, suppress_tokens: [1] });
  const silenced = row([-1, -2, -3, -4], [0, 2]);
  processRow(createProcessors(both), silenced);
  t.same([...silenced.scores], [never, never, never, never]);
});

t.test('with a forced first token the suppressed first ones are those after it', async (t) => {
  const all = settings({}, { forced_bos_token_id: 2, begin_suppress_tokens: [3], bad_words_ids: [[0]] });
  const first = row([-1, -2, -3, -4], [0]);
  processRow(createProcessors(all), first);
  t.same([...first.scores], [never, never, 0, never]);
  const second = row([-1, -2, -3, -4], [0, 2]);
  processRow(createProcessors(all), second);
  t.same([...second.scores], [never, -2, -3, never]);
});
