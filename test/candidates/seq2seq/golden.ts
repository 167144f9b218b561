/**
 * Token ids and scores against Hugging Face `generate()`, PyTorch, fp32, one input at a time. The numbers in
 * `test/fixtures/generation` are given with the tiny models (tiny-bart, tiny-t5): transformers 4.57.6 and torch 2.13.0,
 * diverse beam search ("group") transformers 4.52.4; `model.generate(input_ids, **{**defaults, **configs[name]},
 * return_dict_in_generate=True, output_scores=True)`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Hypothesis } from '../../../src/candidates/seq2seq/hypothesis.ts';
import { search } from '../../../src/candidates/seq2seq/search.ts';
import type { Settings, SettingsSource } from '../../../src/candidates/seq2seq/settings.ts';
import type { Decoder } from '../../../src/models/token-scores.ts';
import type { TextCodec } from '../../../src/models/tokenizer-files.ts';
import { openModels, sharedModel, withoutModels } from './shared-models.ts';

interface Golden {
  readonly model: string;
  readonly prefix: string;
  readonly defaults: Record<string, unknown>;
  readonly configs: Record<string, Record<string, unknown>>;
  readonly inputs: readonly { readonly text: string; readonly input_ids: readonly number[] }[];
  readonly outputs: Record<
    string,
    readonly (readonly { readonly ids: readonly number[]; readonly score: number; readonly text: string }[])[]
  >;
}

const read = (name: string): Golden =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/generation', `${name}.json`), 'utf8'));

/** Arguments of `generate` → options of hapui. */
const toOptions = (
  golden: Golden,
  name: string,
): { generate: SettingsSource['generate']; candidates: number } => {
  const all = { ...golden.defaults, ...golden.configs[name] } as Record<string, number>;
  const { max_length = 20, min_length = 0, num_beams, num_beam_groups, num_return_sequences = 1 } = all;
  const strategy = num_beam_groups ? 'diverse' : num_beams ? 'beam' : 'greedy';
  const kept = [
    'length_penalty',
    'early_stopping',
    'repetition_penalty',
    'no_repeat_ngram_size',
    'diversity_penalty',
  ];
  return {
    candidates: num_return_sequences,
    generate: {
      ...Object.fromEntries(kept.filter((key) => key in all).map((key) => [key, all[key]])),
      strategy,
      ...(num_beams ? { beams: num_beams } : {}),
      ...(num_beam_groups ? { groups: num_beam_groups } : {}),
      max_new_tokens: max_length - 1,
      min_new_tokens: Math.max(0, min_length - 1),
    },
  };
};

const chosen = (golden: Golden, every: number): Golden => {
  const some = <T>(list: readonly T[]): T[] => list.filter((_, input) => input % every === 0);
  const outputs = Object.entries(golden.outputs).map(([config, list]) => [config, some(list)]);
  return { ...golden, inputs: some(golden.inputs), outputs: Object.fromEntries(outputs) };
};

const decode = (decoder: Decoder, settings: Settings, sources: readonly (readonly number[])[]) =>
  search(decoder, sources, settings, {
    seed: 1,
    texts: sources.map(String),
    signal: new AbortController().signal,
  });

/** Texts with the special tokens that start, end and fill a sequence taken out. */
const withoutSpecial = (text: string): string => text.replaceAll(/<\/?s>|<pad>/g, '').trim();

/**
 * Compares all configs of a file of goldens on each `every`th of its 40 inputs: short, common and long ones are among each
 * fourth. All of them take a minute: `test/full/`.
 */
export const compareWithGolden = (name: string, every = 4): void => {
  const golden = chosen(read(name), every);
  t.test(`${name}: ids, scores and texts are those of transformers`, { skip: withoutModels }, async (t) => {
    const model = await openModels([sharedModel(golden.model)]);
    const { codec } = model.files;
    const sources = golden.inputs.map(({ input_ids }) => input_ids);
    t.same(
      golden.inputs.map(({ text }) => codec.encode(golden.prefix + text)),
      sources,
      'the tokenizer gives the same ids',
    );
    for (const config of Object.keys(golden.configs)) {
      const { generate, candidates } = toOptions(golden, config);
      const settings = model.settings(generate, candidates);
      const decoder = await model.decoder(settings);
      const expected = golden.outputs[config] ?? [];
      const batch = await decode(decoder, settings, sources);
      compare(t, `${config}, a padded batch of ${sources.length}`, expected, settings, codec, batch);
      const single: Hypothesis[][] = [];
      for (const source of sources) single.push(...(await decode(decoder, settings, [source])));
      compare(t, `${config}, one by one`, expected, settings, codec, single);
    }
    await model.close();
  });
};

const compare = (
  t: Test,
  label: string,
  expected: Golden['outputs'][string],
  settings: Settings,
  codec: TextCodec,
  found: readonly (readonly Hypothesis[])[],
): void => {
  t.same(
    found.map((list) => list.map(({ ids }) => ids)),
    expected.map((list) => list.map(({ ids }) => ids)),
    `${label}: ids`,
  );
  const limit = settings.strategy !== 'greedy' && settings.lengthPenalty > 0 ? 5e-6 : 5e-4;
  const worst = Math.max(
    ...found.flatMap((list, input) =>
      list.map(({ score }, rank) => Math.abs(score - (expected[input]?.[rank]?.score ?? Number.NaN))),
    ),
  );
  t.ok(worst <= limit, `${label}: scores within ${limit}`, { worst });
  const dropped = new Set([settings.bos, settings.pad, settings.start, ...settings.ends]);
  t.same(
    found.map((list) => list.map(({ ids }) => codec.decode(ids.filter((id) => !dropped.has(id))).trim())),
    expected.map((list) => list.map(({ text }) => withoutSpecial(text))),
    `${label}: texts`,
  );
};
