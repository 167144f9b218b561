// Scores of small encoders with random weights beside those that Python gave for them. Expectations are those of
// test/fixtures/encoders/golden.json (transformers 4.57.6, torch 2.13.0, fp32), made by make.py beside it.
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { readEncoder } from '../../src/models/encoder-files.ts';
import { createTextFrame } from '../../src/models/text-frame.ts';
import type { ScorerDefinition } from '../../src/registry.ts';
import { crossEncoder } from '../../src/rerank/cross-encoder.ts';
import { embedding } from '../../src/rerank/embedding.ts';
import type { Evidence, ScorerItem } from '../../src/types.ts';
import { scorerHost } from '../contract/scorer.ts';

const fixtures = join(import.meta.dirname, '../fixtures/encoders');
const host = scorerHost(fixtures);
const golden = JSON.parse(await readFile(join(fixtures, 'golden.json'), 'utf8')) as {
  dialogues: string[];
  candidates: string[];
  ids: Record<string, number[][]>;
  batch: Record<string, number[][]>;
  single: Record<string, number[][]>;
  cosine: Record<string, { dialogue: number[][]; candidates: number[][] }>;
};
const items: ScorerItem[] = golden.dialogues.map((dialogue, n) => ({
  id: `d${n}`,
  dialogue,
  candidates: golden.candidates,
}));
const { signal } = new AbortController();
const plain = { threads: 1, device: 'cpu' };

const scoresOf = async (
  definition: ScorerDefinition<never>,
  options: object,
  batch: readonly ScorerItem[],
): Promise<number[]> => {
  const scorer = await definition.create(definition.options.parse({ ...plain, ...options }) as never, host);
  try {
    const answers = await scorer.score(batch, { seed: 1, scorer: 'own' }, signal);
    return answers.flatMap((answer) => (answer.status === 'ok' ? Array.from(answer.scores) : [Number.NaN]));
  } finally {
    await scorer.close?.();
  }
};

const largest = (a: readonly number[], b: readonly number[]): number =>
  a.length === b.length ? Math.max(...a.map((value, place) => Math.abs(value - b[place]!))) : Number.NaN;

for (const model of ['pair-bert', 'pair-xlmr']) {
  t.test(`${model}: pairs become the ids that transformers makes of them, longest first`, async (t) => {
    const request = { name: model, path: join(fixtures, model), revision: undefined, dtype: undefined };
    const { codec, limit } = await readEncoder({ ...request, allowDownload: false });
    const frame = createTextFrame(codec);
    const framed = items.flatMap(({ dialogue, candidates }) =>
      candidates.map((text) => frame.pair(codec.encodePlain(dialogue), codec.encodePlain(text), limit!)),
    );
    t.strictSame(
      framed.map(({ ids }) => ids),
      golden.ids[model],
    );
    t.ok(framed.some(({ cut }) => cut) && framed.some(({ cut }) => !cut), 'some are cut and some are not');
  });

  t.test(`${model}: logits of one padded batch, and of each pair alone, are those of Python`, async (t) => {
    const flat = golden.batch[model]!.flat();
    t.ok(largest(await scoresOf(crossEncoder as never, { model }, items), flat) < 1e-4);
    const alone = await scoresOf(crossEncoder as never, { model, batch_size: 1 }, items);
    t.ok(largest(alone, golden.single[model]!.flat()) < 1e-4);
  });
}

t.test('of a head with several outputs the score is the log-odds, or the probability, of one', async (t) => {
  const model = 'classes-xlmr';
  const probability = golden.batch[model]!.map((logits) => {
    const powers = logits.map(Math.exp);
    return powers[2]! / powers.reduce((sum, each) => sum + each, 0);
  });
  const given = { model, label: 'entailment', activation: 'sigmoid' };
  t.ok(largest(await scoresOf(crossEncoder as never, given, items), probability) < 1e-5);
  const odds = await scoresOf(crossEncoder as never, { model, label: 2 }, items);
  t.ok(
    largest(
      odds,
      probability.map((p) => Math.log(p / (1 - p))),
    ) < 1e-4,
  );
});

const cosines: readonly (readonly [string, string, object])[] = [
  ['embed-bert', 'embed-bert', {}],
  ['embed-bert', 'embed-bert-e5', { prefix: { dialogue: 'query: ', candidate: 'passage: ' } }],
  ['embed-xlmr', 'embed-xlmr', {}],
];
for (const [model, name, options] of cosines)
  t.test(`${name}: cosines of dialogue and candidate are those of Python`, async (t) => {
    const expected = golden.cosine[name]!.dialogue.flat();
    t.ok(largest(await scoresOf(embedding as never, { model, ...options }, items), expected) < 1e-4);
    const alone = await scoresOf(embedding as never, { model, ...options, batch_size: 1 }, items);
    t.ok(largest(alone, expected) < 1e-4);
  });

t.test('against candidates: the mean cosine to the others, as the votes are cast', async (t) => {
  const n = golden.candidates.length;
  const evidence = (cluster: number[], weight: number[], leaveOut: boolean): Evidence => ({
    columns: {},
    hypothesisOf: Int32Array.from(golden.candidates.keys()),
    hypotheses: n,
    utility: new Float64Array(n * n),
    eligible: new Uint8Array(n).fill(1),
    priors: new Float64Array(n).fill(1),
    votes: { weight: Float64Array.from(weight), cluster: Int32Array.from(cluster), leaveOut },
  });
  const cosine = golden.cosine['embed-bert']!.candidates;
  const score = (own: Evidence) =>
    scoresOf(embedding as never, { model: 'embed-bert', against: 'candidates' }, [
      { ...items[0]!, evidence: own },
    ]);
  const others = cosine.map((row, at) => (row.reduce((sum, value) => sum + value, 0) - row[at]!) / (n - 1));
  t.ok(largest(await score(evidence([0, 1, 2, 3], [1, 1, 1, 1], true)), others) < 1e-4);
  const weighted = cosine.map((row) => (row[0]! + 3 * row[2]!) / 4);
  t.ok(largest(await score(evidence([0, 1, 2, 3], [1, 0, 3, 0], false)), weighted) < 1e-4);
});

t.test('a model that does not fit says so', async (t) => {
  const folder = t.testdir();
  const copy = async (from: string, to: string): Promise<string> => {
    await cp(join(fixtures, from), join(folder, to), { recursive: true });
    return join(folder, to);
  };
  const refusal = async (definition: ScorerDefinition<never>, options: object): Promise<string> => {
    const parsed = definition.options.parse({ ...plain, ...options }) as never;
    const error = await definition.create(parsed, host).catch((cause: Error) => cause);
    return error instanceof Error ? `${(error as { code?: string }).code} ${error.message}` : 'no refusal';
  };
  const cross = (options: object) => refusal(crossEncoder as never, options);
  const embed = (options: object) => refusal(embedding as never, options);

  t.match(
    await cross({ model: 'classes-xlmr' }),
    /model-load .*3 outputs.*label.*contradiction, neutral, entail/,
  );
  t.match(await cross({ model: 'classes-xlmr', label: 'true' }), /no output "true".*contradiction/);
  t.match(await cross({ model: 'embed-bert' }), /outputs are last_hidden_state.*kind: embedding/);
  t.match(await embed({ model: 'pair-bert', pooling: 'mean' }), /outputs are logits.*kind: cross-encoder/);
  t.match(
    await embed({ model: 'pair-bert' }),
    /nothing that says how to pool.*pooling: mean or pooling: cls/,
  );
  t.match(await cross({ model: 'pair-bert', max_tokens: 65 }), /config-conflict .*65 tokens.*at most the 64/);
  t.match(await cross({ model: 'pair-xlmr', max_tokens: 73 }), /at most the 72/);
  t.match(
    await cross({ model: 'pair-bert', dtype: 'fp16' }),
    /model_fp16\.onnx is missing, there are model\.onnx/,
  );
  t.match(await cross({ model: './nowhere' }), /model-load .*the folder does not exist/);
  t.match(await cross({ model: 'nobody/nothing' }), /missing-dependency .*allow_download/);

  const bare = await copy('pair-bert', 'bare');
  await rm(join(bare, 'model.onnx'));
  t.match(await cross({ model: bare }), /model\.onnx is missing, there are no ONNX files.*optimum-cli/);
  const mute = await copy('pair-bert', 'mute');
  await rm(join(mute, 'tokenizer.json'));
  t.match(await cross({ model: mute }), /the tokenizer is missing/);
  const summariser = await copy('pair-bert', 'summariser');
  await writeFile(join(summariser, 'config.json'), '{ "is_encoder_decoder": true, "model_type": "bart" }');
  t.match(await cross({ model: summariser }), /an encoder-decoder model of the type "bart"/);
  const foreign = await copy('pair-bert', 'foreign');
  await writeFile(join(foreign, 'config.json'), '{ "vocab_size": 9, "model_type": "bert" }');
  t.match(await cross({ model: foreign }), /does not belong to the model/);
  const odd = await copy('embed-bert', 'odd');
  await writeFile(join(odd, '1_Pooling/config.json'), '{ "pooling_mode_max_tokens": true }');
  t.match(await embed({ model: odd }), /a pooling other than mean and cls/);
});
