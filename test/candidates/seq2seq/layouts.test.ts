/** The same search over every layout and number format of one model; `golden.json` is what transformers 4.57.6 gives. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { search } from '../../../src/candidates/seq2seq/search.ts';
import type { Seq2seqFiles } from '../../../src/models/seq2seq-files.ts';
import { type OpenChoice, openModels, randomModel } from './shared-models.ts';

const golden = JSON.parse(readFileSync(join(randomModel, 'golden.json'), 'utf8')) as {
  readonly text: string;
  readonly input_ids: readonly number[];
  readonly ids: readonly (readonly number[])[];
  readonly scores: readonly number[];
};

const split = (files: Seq2seqFiles): Seq2seqFiles => ({
  ...files,
  decoder: {
    layout: 'split',
    first: join(files.folder, 'decoder_model.onnx'),
    next: join(files.folder, 'decoder_with_past_model.onnx'),
  },
});

const decode = async (choice: OpenChoice, sources: readonly (readonly number[])[]) => {
  const model = await openModels([randomModel], choice);
  const settings = model.settings({ strategy: 'beam', beams: 3 }, 3);
  const decoder = await model.decoder(settings);
  const found = await search(decoder, sources, settings, {
    seed: 1,
    texts: sources.map(String),
    signal: new AbortController().signal,
  });
  await model.close();
  return found;
};

const layouts: Readonly<Record<string, OpenChoice>> = {
  'merged graph, rewired': {},
  'merged graph as exported': { shareCross: false },
  'two graphs, rewired': { change: split },
  'two graphs as exported': { change: split, shareCross: false },
};

const { input_ids: source } = golden;
const shorter = [...source.slice(0, 7), 1];

for (const [name, choice] of Object.entries(layouts)) {
  t.test(`${name}: one dialogue gives the ids and scores of transformers`, async (t) => {
    const [found = []] = await decode(choice, [source]);
    t.same(
      found.map(({ ids }) => ids),
      golden.ids,
    );
    for (const [rank, { score }] of found.entries())
      t.ok(Math.abs(score - (golden.scores[rank] ?? Number.NaN)) < 5e-6, `score ${rank}`);
  });
  t.test(`${name}: several dialogues give what each gives alone`, async (t) => {
    const found = await decode(choice, [shorter, source, shorter, source]);
    const [alone = []] = await decode(choice, [shorter]);
    t.same(
      found.map((list) => list.map(({ ids }) => ids)),
      [alone, 0, alone, 0].map((list) => (list === 0 ? golden.ids : alone.map(({ ids }) => ids))),
    );
  });
}

t.test('fp16 and int8 models decode to something near the fp32 model', async (t) => {
  for (const dtype of ['fp16', 'int8'] as const) {
    const [[best] = []] = await decode({ dtype }, [source, shorter]);
    t.ok(best !== undefined && best.ids.length > 1, dtype);
    t.ok(
      Math.abs((best?.score ?? 9) - (golden.scores[0] as number)) < (dtype === 'fp16' ? 0.01 : 0.5),
      `${dtype} score`,
      {
        score: best?.score,
      },
    );
  }
});

t.test('the graphs of the fixture have the pattern that lets beams share a source', async (t) => {
  const [found, plain] = [
    await decode({}, [source, shorter]),
    await decode({ shareCross: false }, [source, shorter]),
  ];
  t.same(
    found.map((list) => list.map(({ ids }) => ids)),
    plain.map((list) => list.map(({ ids }) => ids)),
  );
});
