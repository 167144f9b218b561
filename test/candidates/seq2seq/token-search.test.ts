/** `golden.ts` compares greedy search with transformers, `sampling.test.ts` draws with probabilities. */
import t from 'tap';
import { resolveSettings, type SettingsSource } from '../../../src/candidates/seq2seq/settings.ts';
import { greedySearch, sampleSearch } from '../../../src/candidates/seq2seq/token-search.ts';
import { createRandom } from '../../../src/random.ts';
import { bigramDecoder } from './bigrams.ts';

const table = [
  [1, 1, 60, 38],
  [1, 1, 1, 1],
  [1, 50, 5, 44],
  [1, 90, 5, 4],
];
const { signal } = new AbortController();

const settings = (generate: SettingsSource['generate'], candidates = 1) =>
  resolveSettings({
    generate,
    candidates,
    generation: { decoder_start_token_id: 0, eos_token_id: 1, pad_token_id: 0 },
    config: {},
  });

t.test('greedy search takes the likeliest token, and sums its log-probabilities', async (t) => {
  const [[found] = []] = await greedySearch(
    bigramDecoder(table),
    [[]],
    settings({ strategy: 'greedy' }),
    signal,
  );
  t.match(found, { ids: [0, 2, 1], finish: 'end' });
  t.ok(Math.abs((found?.logprob ?? 0) - Math.log(0.6) - Math.log(0.5)) < 1e-6);
});

t.test('of equally likely tokens the first is taken', async (t) => {
  const even = [
    [1, 0.1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ];
  const [[found] = []] = await greedySearch(
    bigramDecoder(even),
    [[]],
    settings({ strategy: 'greedy', max_new_tokens: 2 }),
    signal,
  );
  t.match(found, { ids: [0, 0, 0], finish: 'length' });
});

t.test('candidates of a dialogue that end early leave the others undisturbed', async (t) => {
  const random = (_: number, index: number) => createRandom(7, index);
  const many = settings({ strategy: 'sample', max_new_tokens: 6 }, 8);
  const decoder = bigramDecoder(table);
  const [found = []] = await sampleSearch(decoder, [[]], many, signal, random);
  t.equal(found.length, 8);
  t.ok(new Set(found.map(({ ids }) => ids.length)).size > 1, 'of different lengths');
  const one = settings({ strategy: 'sample', max_new_tokens: 6 }, 1);
  for (const [index, hypothesis] of found.entries()) {
    const [alone = []] = await sampleSearch(bigramDecoder(table), [[]], one, signal, () =>
      createRandom(7, index),
    );
    t.same(alone[0], hypothesis, `candidate ${index}`);
  }
  t.same(decoder.steps.slice(0, 2), [1, 8], 'one row a dialogue, then one a candidate');
});
