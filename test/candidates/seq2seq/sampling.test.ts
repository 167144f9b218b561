import t from 'tap';
import { search } from '../../../src/candidates/seq2seq/search.ts';
import type { SettingsSource } from '../../../src/candidates/seq2seq/settings.ts';
import { openModels, randomModel } from './shared-models.ts';

const text = '#Person1#: 회의는 몇 시에요?';
const draws = 3000;

/** Upper tail of the chi-square distribution (Wilson and Hilferty's cube-root approximation). */
const isPlausible = (chiSquare: number, freedom: number): boolean => {
  const third = 2 / (9 * freedom);
  const z = (Math.cbrt(chiSquare / freedom) - (1 - third)) / Math.sqrt(third);
  // 3.09 standard deviations: p = 0.001.
  return z < 3.09;
};

/** Probabilities after temperature, top-k and top-p, written down without the processors. */
const expected = (
  logits: Float32Array,
  { temperature = 1, top_k = 0, top_p = 1 }: SettingsSource['generate'],
): number[] => {
  const softmax = (scores: readonly number[]): number[] => {
    const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  };
  const scores = [...logits].map((logit) => logit / temperature);
  const order = scores.map((_, token) => token).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const best = new Set(order.slice(0, top_k || order.length));
  const cut = softmax(scores.map((score, token) => (best.has(token) ? score : Number.NEGATIVE_INFINITY)));
  let mass = 0;
  for (const token of order) {
    if (mass >= top_p) best.delete(token);
    mass += cut[token] ?? 0;
  }
  return softmax(scores.map((score, token) => (best.has(token) ? score : Number.NEGATIVE_INFINITY)));
};

const configs: readonly SettingsSource['generate'][] = [
  { top_k: 0 },
  { temperature: 1.7, top_k: 0 },
  { top_k: 9 },
  { top_k: 0, top_p: 0.8 },
  { temperature: 1.3, top_k: 20, top_p: 0.9 },
];

for (const config of configs) {
  t.test(`draws follow the model's own probabilities: ${JSON.stringify(config)}`, async (t) => {
    const model = await openModels([randomModel]);
    const settings = model.settings({ ...config, strategy: 'sample', max_new_tokens: 3 }, draws);
    const source = model.files.codec.encode(text);
    const decoder = await model.decoder(settings);
    await decoder.begin([source]);
    const first = expected(decoder.scores.slice(0, decoder.vocabulary), config);
    const context = { seed: 42, texts: [text], signal: new AbortController().signal };
    const [found = []] = await search(decoder, [source], settings, context);
    t.equal(found.length, draws);

    const compare = (counts: readonly number[], probabilities: readonly number[], label: string): void => {
      const all = counts.reduce((a, b) => a + b, 0);
      t.ok(
        counts.every((count, token) => count === 0 || (probabilities[token] ?? 0) > 0),
        `${label}: only tokens that are left`,
      );
      const cells = probabilities.flatMap((p, token) =>
        p * all >= 5 ? [{ p, count: counts[token] ?? 0 }] : [],
      );
      const rest = 1 - cells.reduce((sum, { p }) => sum + p, 0);
      const restCount = all - cells.reduce((sum, { count }) => sum + count, 0);
      if (rest * all >= 1) cells.push({ p: rest, count: restCount });
      const chiSquare = cells.reduce((sum, { p, count }) => sum + (count - p * all) ** 2 / (p * all), 0);
      t.ok(isPlausible(chiSquare, cells.length - 1), `${label}: chi-square`, {
        chiSquare,
        cells: cells.length,
      });
    };
    const countAt = (position: number, of: typeof found): number[] => {
      const counts = new Array<number>(decoder.vocabulary).fill(0);
      for (const { ids } of of) counts[ids[position] ?? 0] = (counts[ids[position] ?? 0] ?? 0) + 1;
      return counts;
    };
    compare(countAt(1, found), first, 'first token');

    const likeliest = first.indexOf(Math.max(...first));
    await decoder.begin([source]);
    await decoder.step({ rows: 1, tokens: Int32Array.of(likeliest), parents: Int32Array.of(0), kept: [0] });
    const second = expected(decoder.scores.slice(0, decoder.vocabulary), config);
    const after = found.filter(({ ids }) => ids[1] === likeliest);
    compare(countAt(2, after), second, 'second token');
    await model.close();
  });
}

t.test('a candidate depends on seed, text and rank, not on the batch it is in', async (t) => {
  const model = await openModels([randomModel]);
  const settings = model.settings({ strategy: 'sample', max_new_tokens: 12 }, 3);
  const decoder = await model.decoder(settings);
  const decode = async (texts: readonly string[], seed: number) => {
    const sources = texts.map((each) => model.files.codec.encode(each));
    const found = await search(decoder, sources, settings, {
      seed,
      texts,
      signal: new AbortController().signal,
    });
    return found.map((list) => list.map(({ ids }) => ids.join()));
  };
  const [alone] = await decode([text], 1);
  const [, inBatch] = await decode(['a b c', text, 'ABC?'], 1);
  t.same(inBatch, alone, 'the same in a batch');
  t.notSame((await decode([text], 2))[0], alone, 'another seed draws anew');
  t.equal(new Set(alone).size, 3, 'candidates differ');
  await model.close();
});
