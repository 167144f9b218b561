import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { type Dataset, openDataset } from '../../src/dialogues/dataset.ts';
import { openIds } from '../../src/dialogues/ids.ts';
import { needsShared, sharedFile } from '../shared.ts';
import { gathered } from './chunks.ts';

const rows = [
  { fname: 'd_0', dialogue: '#Person1#: "hi",\n#Person2#: 한글', summary: 'one', topic: 'greeting' },
  { fname: 'd_1', dialogue: 'two', summary: '', topic: '' },
];
const csv =
  'fname,dialogue,summary,topic\nd_0,"#Person1#: ""hi"",\n#Person2#: 한글",one,greeting\nd_1,two,,\n';
const reordered =
  'topic,summary,dialogue,fname\r\ngreeting,one,"#Person1#: ""hi"",\n#Person2#: 한글",d_0\r\n,,two,d_1';

const expected = [
  { id: 'd_0', index: 0, text: rows[0]?.dialogue, topic: 'greeting', references: ['one'] },
  { id: 'd_1', index: 1, text: 'two', topic: '', references: [] },
];

/** The same two dialogues in every form that is read. */
const forms: Readonly<Record<string, string | Buffer>> = {
  'plain.csv': csv,
  'reordered-crlf-no-end.csv': reordered,
  'mark.csv': `\ufeff${csv}`,
  'packed.csv.gz': gzipSync(csv),
  'members.csv.gz': Buffer.concat([gzipSync(csv.slice(0, 20)), gzipSync(csv.slice(20))]),
  'tabs.tsv': csv.replaceAll(/,(?!\n#)/gu, '\t'),
  'objects.jsonl': rows.map((row) => JSON.stringify(row)).join('\n'),
  'packed.jsonl.gz': gzipSync(rows.map((row) => `${JSON.stringify(row)}\r\n\r\n`).join('')),
  'no-extension': rows.map((row) => JSON.stringify(row)).join('\n'),
};

for (const [name, content] of Object.entries(forms))
  t.test(`a dataset is read from ${name}`, async (t) => {
    const dataset = await openDataset({ path: `${t.testdir({ [name]: content })}/${name}` });
    t.strictSame(await gathered(dataset.read()), expected);
    t.match(dataset, {
      size: 2,
      referenced: 1,
      idsOnly: false,
      examples: ['d_0', 'd_1'],
      sha256: createHash('sha256').update(content).digest('hex'),
      columns: { id: 'fname', dialogue: 'dialogue', reference: ['summary'], topic: 'topic' },
    });
    t.equal(dataset.ordinalOf('d_1'), 1);
    t.equal(dataset.ordinalOf('d_2'), undefined);
    await dataset.close();
  });

t.test('positions of blank dialogues are known, where a file has dialogues', async (t) => {
  const item = (id: string, source: string) =>
    JSON.stringify({ id, source, references: [], candidates: [{ system: 's', text: 'x' }] });
  const files = {
    'd.csv': 'id,dialogue\na,hi\nb," \n"\nc,\n',
    'pool.jsonl': `${item('a', 'hi')}\n${item('b', '\t')}\n${item('c', '')}\n`,
    'references.csv': 'id,summary\na,x\nb,y\n',
  };
  const folder = t.testdir(files);
  const blankOf = async (options: Parameters<typeof openDataset>[0]) => {
    const dataset = await openDataset(options);
    await dataset.close();
    return dataset.blank;
  };
  t.strictSame(await blankOf({ path: `${folder}/d.csv` }), [1, 2]);
  t.strictSame(await blankOf({ path: `${folder}/pool.jsonl` }), [1, 2]);
  t.strictSame(await blankOf({ path: `${folder}/references.csv`, needs: ['reference'] }), []);
});

t.test('CP949 is read where the config says so', async (t) => {
  const content = Buffer.concat([Buffer.from('id,dialogue\na,'), Buffer.from('c7d1b1db', 'hex')]);
  const path = `${t.testdir({ 'd.csv': content })}/d.csv`;
  const [dialogue] = await gathered((await openDataset({ path, encoding: 'cp949' })).read());
  t.equal(dialogue?.text, '한글');
});

t.test('columns of the config win over known names', async (t) => {
  const path = `${t.testdir({ 'd.csv': 'id,key,dialogue,long,r1,r2\n1,a,x,y,one,two\n' })}/d.csv`;
  const columns = { id: 'key', dialogue: 'long', reference: ['r2', 'r1'] };
  const dataset = await openDataset({ path, columns });
  t.match(await gathered(dataset.read()), [{ id: 'a', text: 'y', references: ['two', 'one'] }]);
});

t.test('several references: numbered columns, or a list', async (t) => {
  const folder = t.testdir({
    'n.csv': 'id,dialogue,summary2,summary1\na,x,two,one\nb,y,,one\n',
    'l.jsonl':
      '{"id":"a","dialogue":"x","references":["one","two"]}\n{"id":"b","dialogue":"y","references":null}\n',
  });
  const read = async (name: string) =>
    (await gathered((await openDataset({ path: `${folder}/${name}` })).read())).map(
      ({ references }) => references,
    );
  t.strictSame(await read('n.csv'), [['one', 'two'], ['one']]);
  t.strictSame(await read('l.jsonl'), [['one', 'two'], []]);
});

t.test('a whole number as an id is its digits', async (t) => {
  const path = `${t.testdir({ 'd.jsonl': '{"id":7,"dialogue":"x"}\n' })}/d.jsonl`;
  const dataset = await openDataset({ path });
  t.equal(dataset.ordinalOf('7'), 0);
});

t.test('a file of references needs no dialogues', async (t) => {
  const path = `${t.testdir({ 'r.csv': 'id,summary\na,one\n' })}/r.csv`;
  const dataset = await openDataset({ path, needs: ['reference'] });
  t.match(await gathered(dataset.read()), [{ id: 'a', text: '', references: ['one'] }]);
  await t.rejects(openDataset({ path: path, needs: ['dialogue'] }), { code: 'input-column' });
});

t.test('of plain text every line is a dialogue, and the number of the line its id', async (t) => {
  const path = `${t.testdir({ 'd.txt': 'one\ntwo\n' })}/d.txt`;
  t.match(await gathered((await openDataset({ path })).read()), [
    { id: '1', text: 'one' },
    { id: '2', text: 'two' },
  ]);
});

const manyRows = (count: number): string =>
  Array.from({ length: count }, (_, row) => `id_${row},"dialogue ${row}\nline two"\n`).join('');

const rangesAgree = async (t: Test, dataset: Dataset): Promise<void> => {
  const all = await gathered(dataset.read());
  for (const [from, to] of [
    [0, 1],
    [1023, 1025],
    [1024, 1026],
    [2500, 2500],
    [2999, 5000],
  ] as const)
    t.strictSame(await gathered(dataset.read({ from, to })), all.slice(from, to), `${from}–${to}`);
  t.strictSame(await gathered(dataset.read({ from: 2998 })), all.slice(2998));
};

t.test('any range of a dataset can be read, also of a file that cannot be sought in', async (t) => {
  const content = `\ufeffid,dialogue\n${manyRows(3000)}`;
  const folder = t.testdir({ 'd.csv': content, 'd.csv.gz': gzipSync(content) });
  for (const name of ['d.csv', 'd.csv.gz'])
    await rangesAgree(t, await openDataset({ path: `${folder}/${name}` }));
});

const hasProc = process.platform === 'linux' ? {} : { skip: 'counts open files in /proc' };

t.test('reading that ends early closes the file', hasProc, async (t) => {
  const content = `id,dialogue\n${manyRows(3000)}`;
  const objects = Array.from({ length: 3000 }, (_, id) => `{"id":${id},"dialogue":"text"}\n`).join('');
  const files = { 'd.csv': content, 'd.csv.gz': gzipSync(content), 'd.jsonl': objects };
  const folder = t.testdir(files);
  const before = readdirSync('/proc/self/fd').length;
  for (const name of Object.keys(files)) {
    const dataset = await openDataset({ path: `${folder}/${name}` });
    for await (const _dialogue of dataset.read()) break;
    t.equal(readdirSync('/proc/self/fd').length, before, name);
  }
});

t.test('ids alone: those of a system, each once, in the order of their first row', async (t) => {
  const path = `${t.testdir({ 's.csv': 'id,summary,candidate\nb,x,0\nb,y,1\na,z,0\nb,w,2\nc,v,0\n' })}/s.csv`;
  const dataset = await openIds({ path });
  t.match(dataset, { idsOnly: true, size: 3, columns: { id: 'id' } });
  t.strictSame(await gathered(dataset.read()), [
    { id: 'b', index: 0, text: '', references: [] },
    { id: 'a', index: 1, text: '', references: [] },
    { id: 'c', index: 2, text: '', references: [] },
  ]);
  t.match(await gathered(dataset.read({ from: 1, to: 2 })), [{ id: 'a', index: 1 }]);
});

const real = [
  { path: 'data/ko-dialogsum/dev.csv', size: 499, referenced: 499, references: 1 },
  { path: 'data/ko-dialogsum/dev-second-translation.csv', size: 499, referenced: 499, references: 1 },
  { path: 'data/ko-dialogsum/test.csv', size: 499, referenced: 0, references: 0 },
  { path: 'data/en-dialogsum/dev.jsonl', size: 500, referenced: 500, references: 1 },
  { path: 'data/en-dialogsum/test.jsonl', size: 500, referenced: 500, references: 3 },
];

for (const { path, size, referenced, references } of real)
  t.test(`the real dataset ${path}`, needsShared(path), async (t) => {
    const dataset = await openDataset({ path: sharedFile(path) });
    t.match(dataset, { size, referenced });
    const all = await gathered(dataset.read());
    t.equal(all.length, size);
    t.ok(all.every((each, index) => each.index === index && dataset.ordinalOf(each.id) === index));
    t.ok(all.every((each) => each.references.length === references && each.text.includes('#Person1#:')));
  });
