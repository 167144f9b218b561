/** Soft voting token by token against a plain reference: `test/fixtures/generation/make_ensemble.py` says how it was made. */
import { readFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { search } from '../../../src/candidates/seq2seq/search.ts';
import type { SettingsSource } from '../../../src/candidates/seq2seq/settings.ts';
import { type Field, fieldsOf } from '../../../src/models/protobuf.ts';
import { openModels, sharedModel, withoutModels } from './shared-models.ts';

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/generation/ensemble.json'), 'utf8'),
) as {
  readonly weight: number;
  readonly max_new_tokens: number;
  readonly beams: number;
  readonly rows: readonly {
    readonly source: readonly number[];
    readonly greedy: { readonly ids: readonly number[]; readonly logprob: number };
    readonly beam: readonly { readonly ids: readonly number[]; readonly logprob: number }[];
  }[];
};

/** Multiplies the largest weight of a model, as the script does. */
const scaleLargest = (bytes: Buffer, factor: number): void => {
  const inside = (span: Field | undefined, number: number): Field[] =>
    [...fieldsOf(bytes, span?.start ?? 0, span?.end ?? bytes.length)].filter(
      (field) => field.number === number,
    );
  const raw = inside(inside(undefined, 7)[0], 5).flatMap((tensor) => inside(tensor, 9));
  const { start, end } = raw.reduce((a, b) => (b.end - b.start > a.end - a.start ? b : a));
  for (let at = start; at < end; at += 4)
    bytes.writeFloatLE(Math.fround(bytes.readFloatLE(at) * Math.fround(factor)), at);
};

t.test('probabilities of two folds are averaged', { skip: withoutModels }, async (t) => {
  const fold = t.testdir();
  await cp(sharedModel('tiny-bart'), fold, { recursive: true });
  const file = join(fold, 'decoder_model_merged.onnx');
  const bytes = await readFile(file);
  scaleLargest(bytes, golden.weight);
  await t.resolves(writeFile(`${file}.new`, bytes));
  const model = await openModels([sharedModel('tiny-bart'), fold], {
    change: (files) =>
      files.folder === fold ? { ...files, decoder: { layout: 'merged', merged: `${file}.new` } } : files,
  });
  const sources = golden.rows.map(({ source }) => source);
  const decode = async (generate: SettingsSource['generate'], candidates: number) => {
    const settings = model.settings({ ...generate, max_new_tokens: golden.max_new_tokens }, candidates);
    const context = { seed: 1, texts: sources.map(String), signal: new AbortController().signal };
    return search(await model.decoder(settings), sources, settings, context);
  };

  const greedy = await decode({ strategy: 'greedy' }, 1);
  t.same(
    greedy.map(([best]) => best?.ids),
    golden.rows.map((row) => row.greedy.ids),
    'greedy ids',
  );
  const greedyOff = greedy.map(([best], row) =>
    Math.abs((best?.logprob ?? 9) - (golden.rows[row]?.greedy.logprob ?? 0)),
  );
  t.ok(Math.max(...greedyOff) < 5e-4, 'greedy sums', { worst: Math.max(...greedyOff) });

  const beam = await decode({ strategy: 'beam', beams: golden.beams }, golden.beams);
  t.same(
    beam.map((list) => list.map(({ ids }) => ids)),
    golden.rows.map((row) => row.beam.map(({ ids }) => ids)),
    'beam ids',
  );
  const beamOff = beam.flatMap((list, row) =>
    list.map(({ logprob }, rank) => Math.abs(logprob - (golden.rows[row]?.beam[rank]?.logprob ?? 0))),
  );
  t.ok(Math.max(...beamOff) < 5e-4, 'beam sums', { worst: Math.max(...beamOff) });
  await model.close();
});
