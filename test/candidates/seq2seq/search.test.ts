import t from 'tap';
import { search } from '../../../src/candidates/seq2seq/search.ts';
import { resolveSettings, type Strategy } from '../../../src/candidates/seq2seq/settings.ts';
import { bigramDecoder } from './bigrams.ts';

const table = [
  [1, 1, 60, 38],
  [1, 1, 1, 1],
  [1, 50, 5, 44],
  [1, 90, 5, 4],
];

const decode = (strategy: Strategy, texts: readonly string[]) => {
  const settings = resolveSettings({
    generate: { strategy, max_new_tokens: 6, ...(strategy === 'diverse' ? { beams: 2 } : {}) },
    candidates: 1,
    generation: { decoder_start_token_id: 0, eos_token_id: 1, pad_token_id: 0 },
    config: {},
  });
  const context = { seed: 3, texts, signal: new AbortController().signal };
  return search(
    bigramDecoder(table),
    texts.map(() => []),
    settings,
    context,
  );
};

t.test('every strategy gives every source its candidates', async (t) => {
  for (const strategy of ['greedy', 'beam', 'diverse', 'sample'] as const)
    t.same(
      (await decode(strategy, ['a', 'b'])).map((list) => list.length),
      [1, 1],
      strategy,
    );
});

t.test('samples are keyed by text', async (t) => {
  const [a, b, again] = await decode('sample', ['a', 'b', 'a']);
  t.same(a, again);
  const others = await decode('sample', ['c', 'd', 'e', 'f', 'g', 'b']);
  t.same(others[5], b);
});
