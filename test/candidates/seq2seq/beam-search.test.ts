/** What goldens do not show: exhaustive search, limits, several end tokens. `golden.ts` compares with transformers. */
import fc from 'fast-check';
import t from 'tap';
import { beamSearch } from '../../../src/candidates/seq2seq/beam-search.ts';
import { resolveSettings, type SettingsSource } from '../../../src/candidates/seq2seq/settings.ts';
import { allSentences, bigramDecoder } from './bigrams.ts';

const settings = (
  generate: SettingsSource['generate'],
  candidates: number,
  eos_token_id: number | number[] = 1,
) =>
  resolveSettings({
    generate: { strategy: 'beam', ...generate },
    candidates,
    generation: { decoder_start_token_id: 0, eos_token_id, pad_token_id: 0 },
    config: {},
  });

const { signal } = new AbortController();
const weight = fc.integer({ min: 1, max: 1000 });
const tables = fc.array(fc.array(weight, { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });

t.test('with a beam for everything, the n-best list is that of all sentences', async () => {
  await fc.assert(
    fc.asyncProperty(tables, fc.constantFrom(0, 0.5, 1, 2), async (table, length_penalty) => {
      const own = settings({ beams: 40, max_new_tokens: 3, early_stopping: 'never', length_penalty }, 5);
      const [found = []] = await beamSearch(bigramDecoder(table), [[]], own, signal);
      const best = allSentences(table, 1, 3)
        .map(({ ids, logprob }) => logprob / (ids.length - 1) ** length_penalty)
        .sort((a, b) => b - a)
        .slice(0, 5);
      t.equal(found.length, 5);
      for (const [rank, { score }] of found.entries()) t.ok(Math.abs(score - (best[rank] ?? 9)) < 1e-5);
    }),
    { numRuns: 60 },
  );
});

t.test('a batch is decoded as its dialogues are alone, and shrinks as they finish', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (table) => {
      const own = settings({ beams: 3, max_new_tokens: 6 }, 3);
      const alone = await beamSearch(bigramDecoder(table), [[]], own, signal);
      const decoder = bigramDecoder(table);
      const batch = await beamSearch(decoder, [[], [], []], own, signal);
      t.same(batch, [alone[0], alone[0], alone[0]]);
      t.ok(decoder.steps.every((rows) => rows === 3 || rows === 9));
    }),
    { numRuns: 40 },
  );
});

const table = [
  [1, 1, 60, 38],
  [1, 1, 1, 1],
  [1, 50, 5, 44],
  [1, 90, 5, 4],
];

t.test('early stopping ends with the first full list; otherwise beams may still improve', async (t) => {
  const steps = async (early_stopping: boolean | 'never') => {
    const decoder = bigramDecoder(table);
    await beamSearch(
      decoder,
      [[]],
      settings({ beams: 2, max_new_tokens: 9, early_stopping, length_penalty: 4 }, 2),
      signal,
    );
    return decoder.steps.length;
  };
  t.ok((await steps(true)) < (await steps('never')));
});

t.test('any of several end tokens ends, and the limit ends what is left', async (t) => {
  const [several = []] = await beamSearch(
    bigramDecoder(table),
    [[]],
    settings({ beams: 2, max_new_tokens: 9 }, 2, [1, 3]),
    signal,
  );
  t.same(
    several.map(({ ids, finish }) => [ids.at(-1), finish]),
    [
      [1, 'end'],
      [3, 'end'],
    ],
  );
  const [limited = []] = await beamSearch(
    bigramDecoder(table),
    [[]],
    settings({ beams: 2, max_new_tokens: 1 }, 2),
    signal,
  );
  t.same(
    limited.map(({ ids, finish }) => [ids, finish]),
    [
      [[0, 2], 'length'],
      [[0, 3], 'length'],
    ],
  );
});

t.test('forcing the first token leaves one way to begin', async (t) => {
  const [found = []] = await beamSearch(
    bigramDecoder(table),
    [[]],
    settings({ beams: 3, max_new_tokens: 4, forced_bos_token_id: 3 }, 3),
    signal,
  );
  t.equal(found.length, 3);
  for (const { ids } of found) t.equal(ids[1], 3);
});
