import t, { type Test } from 'tap';
import { createFileGenerator, fileGenerator } from '../../src/candidates/file.ts';
import { generators } from '../../src/candidates/index.ts';
import { openCandidates } from '../../src/dialogues/candidates.ts';
import { openDataset } from '../../src/dialogues/dataset.ts';
import { noSpool } from '../../src/dialogues/spool.ts';
import type { Host } from '../../src/registry.ts';
import type { Dialogue } from '../../src/types.ts';
import { gathered } from '../dialogues/chunks.ts';

const context = { seed: 1, system: 'solar' };
const { signal } = new AbortController();
const files = {
  'd.csv': 'id,dialogue\na,1\nb,2\nc,3\nd,4\n',
  's.csv': 'id,summary,candidate,logprob\na,one,0,-1\na,two,1,-2\nc, ,0,\n',
};

const openGenerator = async (t: Test) => {
  const folder = t.testdir(files);
  const dataset = await openDataset({ path: `${folder}/d.csv` });
  const file = await openCandidates(dataset, { path: `${folder}/s.csv` }, noSpool);
  return { dialogues: await gathered(dataset.read()), generator: createFileGenerator(file) };
};

const host = (folder: string): Host => ({
  resolve: (path) => `${folder}/${path}`,
  readFile: async () => Uint8Array.of(),
  modelFolder: async () => '',
  remote: async () => {
    throw new Error('no tokenizer is needed');
  },
});

t.test(
  'rows become candidates with their system; missing rows are no candidates, blank ones are empty',
  async (t) => {
    const { dialogues, generator } = await openGenerator(t);
    t.strictSame(await generator.generate(dialogues, context, signal), [
      {
        status: 'ok',
        candidates: [
          { system: 'solar', candidate: 0, text: 'one', status: 'ok', logprob: -1 },
          { system: 'solar', candidate: 1, text: 'two', status: 'ok', logprob: -2 },
        ],
      },
      { status: 'ok', candidates: [] },
      { status: 'ok', candidates: [{ system: 'solar', candidate: 0, text: ' ', status: 'empty' }] },
      { status: 'ok', candidates: [] },
    ]);
    await generator.close?.();
  },
);

t.test('batches may go on, leave dialogues out, and go back', async (t) => {
  const { dialogues, generator } = await openGenerator(t);
  const counts = async (batch: readonly Dialogue[]) =>
    (await generator.generate(batch, context, signal)).map(
      (each) => each.status === 'ok' && each.candidates.length,
    );
  const [a, b, c, d] = dialogues as [Dialogue, Dialogue, Dialogue, Dialogue];
  t.strictSame(await counts([b, c]), [0, 1]);
  t.strictSame(await counts([d]), [0]);
  t.strictSame(await counts([a, c]), [2, 1]);
  t.strictSame(await counts([c, c]), [1, 1]);
  await generator.close?.();
});

t.test('a batch stops where it is aborted, and can be done again', async (t) => {
  const { dialogues, generator } = await openGenerator(t);
  const aborted = AbortSignal.abort();
  await t.rejects(generator.generate(dialogues, context, aborted), { name: 'AbortError' });
  t.equal((await generator.generate(dialogues, context, signal)).length, 4);
});

t.test('by itself it answers by id, whatever the order of the dialogues', async (t) => {
  const folder = t.testdir(files);
  const options = fileGenerator.options.parse({ path: 's.csv' });
  const generator = await fileGenerator.create(options, host(folder));
  const batch = ['x', 'c', 'a'].map((id, index) => ({ id, index, text: '', references: [] }));
  t.match(await generator.generate(batch, context, signal), [
    { candidates: [] },
    { candidates: [{ text: ' ' }] },
    { candidates: [{ text: 'one' }, { text: 'two' }] },
  ]);
  await generator.close?.();
});

t.test('another content or other columns are another identity', async (t) => {
  const folder = t.testdir({ ...files, 't.csv': 'id,summary,other\na,one,two\n' });
  const identity = async (options: object) =>
    (await fileGenerator.create(fileGenerator.options.parse(options), host(folder))).identity;
  const all = [
    await identity({ path: 's.csv' }),
    await identity({ path: 't.csv' }),
    await identity({ path: 't.csv', columns: { summary: 'other' } }),
  ];
  t.equal(new Set(all).size, 3);
  t.equal(await identity({ path: 's.csv' }), all[0]);
});

t.test('options are checked: an unknown key, an unknown format', async (t) => {
  t.equal(generators.file, fileGenerator);
  t.notOk(fileGenerator.options.safeParse({ path: 's.csv', colums: {} }).success);
  t.notOk(fileGenerator.options.safeParse({ path: 's.csv', format: 'xlsx' }).success);
  t.match(fileGenerator.options.parse({ path: 's.csv' }), {
    format: 'auto',
    encoding: 'utf-8',
    unknown_ids: 'error',
  });
});
