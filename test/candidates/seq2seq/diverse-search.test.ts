/** What goldens do not show. `golden.ts` compares with transformers 4.52.4. */
import t from 'tap';
import { diverseSearch } from '../../../src/candidates/seq2seq/diverse-search.ts';
import { resolveSettings, type SettingsSource } from '../../../src/candidates/seq2seq/settings.ts';
import { bigramDecoder } from './bigrams.ts';

const table = [
  [1, 1, 60, 38],
  [1, 1, 1, 1],
  [1, 50, 5, 44],
  [1, 90, 5, 4],
];

const decode = async (generate: SettingsSource['generate'], candidates: number) => {
  const settings = resolveSettings({
    generate: { strategy: 'diverse', ...generate },
    candidates,
    generation: { decoder_start_token_id: 0, eos_token_id: 1, pad_token_id: 0 },
    config: {},
  });
  const found = await diverseSearch(bigramDecoder(table), [[], []], settings, new AbortController().signal);
  t.same(found[0], found[1], 'equal sources, equal answers');
  return found[0] ?? [];
};

t.test('groups of one beam begin with different tokens where the penalty is high', async (t) => {
  const found = await decode({ beams: 3, groups: 3, diversity_penalty: 50, max_new_tokens: 4 }, 3);
  t.equal(new Set(found.map(({ ids }) => ids[1])).size, 3);
});

t.test('a penalty of next to nothing makes the groups equal', async (t) => {
  const found = await decode({ beams: 4, groups: 2, diversity_penalty: 1e-9, max_new_tokens: 4 }, 4);
  t.same(found[0]?.ids, found[1]?.ids);
});

t.test('what has not ended at the limit is in the list', async (t) => {
  const found = await decode(
    { beams: 2, groups: 2, diversity_penalty: 1, max_new_tokens: 1, early_stopping: true },
    2,
  );
  t.same(
    found.map(({ ids, finish, score, logprob }) => [ids, finish, score === logprob]),
    [
      [[0, 2], 'length', true],
      [[0, 3], 'length', true],
    ],
  );
});
