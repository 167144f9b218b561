import { gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import type { CandidateCursor } from '../../src/dialogues/candidate-file.ts';
import { openDataset } from '../../src/dialogues/dataset.ts';
import type { DatasetOptions } from '../../src/dialogues/options.ts';
import { poolCandidates } from '../../src/dialogues/pool-candidates.ts';
import type { Dialogue } from '../../src/types.ts';
import { needsShared, readJsonLines, sharedFile } from '../shared.ts';
import { gathered } from './chunks.ts';

interface Item {
  readonly id: string;
  readonly source: string;
  readonly references: readonly string[];
  readonly candidates: readonly { readonly system: string; readonly text: string }[];
}

const jsonLines = (items: readonly unknown[]): string =>
  items.map((item) => `${JSON.stringify(item)}\n`).join('');

const items: readonly Item[] = [
  { id: 'a', source: 'x', references: ['r', 's'], candidates: [{ system: 'one', text: 'a1' }] },
  {
    id: 'b',
    source: 'y',
    references: [],
    candidates: [
      { system: 'two', text: 'b2' },
      { system: 'one', text: 'b1' },
      { system: 'two', text: 'b2 again' },
    ],
  },
  { id: 'c', source: 'z', references: ['r'], candidates: [] },
];

const open = async (t: Test, content: string | Buffer, options: Partial<DatasetOptions> = {}) => {
  const name = typeof content === 'string' ? 'p.jsonl' : 'p.jsonl.gz';
  return openDataset({ ...options, path: `${t.testdir({ [name]: content })}/${name}` });
};

const textsOf = async (cursor: CandidateCursor, dialogues: readonly Dialogue[]) => {
  const texts: string[][] = [];
  for (const dialogue of dialogues) texts.push((await cursor.take(dialogue)).map(({ text }) => text));
  return texts;
};

t.test('a pool is a dataset that brings its systems along, in first-seen order', async (t) => {
  const dataset = await open(t, gzipSync(jsonLines(items)));
  t.match(dataset, { format: 'pool', size: 3, referenced: 2, systems: ['one', 'two'] });
  const dialogues = await gathered(dataset.read());
  t.match(dialogues, [{ id: 'a', text: 'x', references: ['r', 's'] }, { id: 'b' }, { id: 'c' }]);
  const one = poolCandidates(dataset, 'one');
  const two = poolCandidates(dataset, 'two');
  t.match(one, { rows: 2, covered: 2, inOrder: true, sha256: dataset.sha256 });
  t.match(two, { rows: 2, covered: 1 });
  t.strictSame(await textsOf(one.cursor(), dialogues), [['a1'], ['b1'], []]);
  t.strictSame(await textsOf(two.cursor(), dialogues), [[], ['b2', 'b2 again'], []]);
  t.match(await two.cursor().take(dialogues[1]!), [{ candidate: 0 }, { candidate: 1 }]);
  await dataset.close();
});

t.test('the systems of a pool can be narrowed, in the order asked for', async (t) => {
  const dataset = await open(t, jsonLines(items), { systems: ['two'] });
  t.strictSame(dataset.systems, ['two']);
  t.throws(() => poolCandidates(dataset, 'one'), { code: 'config-unknown-name' });
});

t.test('a pool may begin with an item without candidates', async (t) => {
  const dataset = await open(t, jsonLines([...items].reverse()));
  t.match(dataset, { format: 'pool', systems: ['two', 'one'] });
});

t.test('a list of texts is no pool', async (t) => {
  const dataset = await open(t, '{"id":"a","dialogue":"x","candidates":["t"]}\n');
  t.equal(dataset.format, 'jsonl');
  t.equal(dataset.systems, undefined);
});

t.test('log-probabilities and tokens of a pool', async (t) => {
  const candidates = [{ system: 's', text: 't', logprob: -1.5, tokens: ['t'] }];
  const dataset = await open(t, jsonLines([{ id: 'a', source: 'x', candidates }]));
  const [dialogue] = await gathered(dataset.read());
  t.match(await poolCandidates(dataset, 's').cursor().take(dialogue!), [{ logprob: -1.5, tokens: ['t'] }]);
  await dataset.close();
});

const manyItems = Array.from({ length: 1500 }, (_, row) => ({
  id: `i${row}`,
  source: 'x',
  references: [],
  candidates: ['p', 'q'].map((system) => ({ system, text: `${system}${row}` })),
}));

t.test('cursors side by side, far apart and anew give the same', async (t) => {
  const dataset = await open(t, jsonLines(manyItems));
  const dialogues = await gathered(dataset.read());
  const p = poolCandidates(dataset, 'p');
  const q = poolCandidates(dataset, 'q').cursor();
  const expected = (system: string) => dialogues.map(({ index }) => [`${system}${index}`]);
  const first = p.cursor();
  const sides = await Promise.all([textsOf(first, dialogues), textsOf(p.cursor(), dialogues)]);
  for (const texts of sides) t.strictSame(texts, expected('p'));
  t.strictSame(await textsOf(q, dialogues), expected('q'), 'after the shared reading has gone on');
  t.strictSame(await textsOf(p.cursor(), dialogues.slice(700)), expected('p').slice(700));
  await q.close();
  await first.close();
  await dataset.close();
});

for (const name of [
  'dialogsum-en',
  'dialsummeval-a',
  'faceval-a',
  'ko-dialogsum-dev',
  'samsum-a',
  'summeval',
]) {
  const path = `data/pools/${name}.jsonl.gz`;
  t.test(`the real pool ${name} gives every candidate once`, needsShared(path), async (t) => {
    const dataset = await openDataset({ path: sharedFile(path) });
    const dialogues = await gathered(dataset.read());
    const raw = readJsonLines<Item>(sharedFile(path));
    t.strictSame(
      dialogues.map(({ id, text, references }) => ({ id, text, references })),
      raw.map(({ id, source, references }) => ({ id, text: source, references })),
    );
    for (const system of dataset.systems ?? [])
      t.strictSame(
        await textsOf(poolCandidates(dataset, system).cursor(), dialogues),
        raw.map(({ candidates }) =>
          candidates.filter((each) => each.system === system).map(({ text }) => text),
        ),
        system,
      );
    await dataset.close();
  });
}
