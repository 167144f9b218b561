import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import type { CandidateFile } from '../../src/dialogues/candidate-file.ts';
import { openCandidates } from '../../src/dialogues/candidates.ts';
import { type Dataset, openDataset } from '../../src/dialogues/dataset.ts';
import type { CandidateFileOptions } from '../../src/dialogues/options.ts';
import { noSpool } from '../../src/dialogues/spool.ts';
import { needsShared, sharedFile } from '../shared.ts';
import { gathered } from './chunks.ts';
import { testSpool } from './spool.ts';

const hasProc = process.platform === 'linux' ? {} : { skip: 'counts open files in /proc' };
const ids = ['a', 'b', 'c', 'd'];
const datasetCsv = `id,dialogue\n${ids.map((id) => `${id},text\n`).join('')}`;

const open = async (
  t: Test,
  name: string,
  content: string | Buffer,
  options: Partial<CandidateFileOptions> = {},
) => {
  const folder = t.testdir({ 'd.csv': datasetCsv, [name]: content });
  const dataset = await openDataset({ path: `${folder}/d.csv` });
  const spooled: string[] = [];
  const path = `${folder}/${name}`;
  const file = await openCandidates(dataset, { ...options, path, label: name }, testSpool(t, spooled));
  return { dataset, file, spooled };
};

/** What a cursor gives for every dialogue: texts by id. */
const textsOf = async (dataset: Dataset, file: CandidateFile): Promise<Record<string, string[]>> => {
  const cursor = file.cursor();
  const found: Record<string, string[]> = {};
  for await (const dialogue of dataset.read()) {
    const rows = await cursor.take(dialogue);
    if (rows.length > 0) found[dialogue.id] = rows.map(({ text }) => text);
  }
  await cursor.close();
  return found;
};

t.test('a file in order needs no index; dialogues that it lacks have no candidates', async (t) => {
  const { dataset, file } = await open(t, 's.csv', 'id,summary\na,one\nc,"three\n3"\n');
  t.match(file, { rows: 2, covered: 2, inOrder: true, indexBytes: 0, unknown: { count: 0 } });
  t.strictSame(await textsOf(dataset, file), { a: ['one'], c: ['three\n3'] });
  t.strictSame(await textsOf(dataset, file), { a: ['one'], c: ['three\n3'] }, 'a second cursor');
});

/** Three ways to give several candidates. */
const several: Readonly<Record<string, { content: string; options?: Partial<CandidateFileOptions> }>> = {
  'columns.csv': {
    content: 'id,first,second,p1,p2\na,one,two,-1,-2\nb,,three,,-3\n',
    options: { columns: { summary: ['first', 'second'], logprob: ['p1', 'p2'] } },
  },
  'numbered.csv': { content: 'id,summary2,summary1,logprob1,logprob2\na,two,one,-1,-2\nb,three,,,-3\n' },
  'lists.jsonl': {
    content:
      '{"id":"a","summary":["one","two"],"logprob":[-1,-2]}\n{"id":"b","summary":[null,"three"],"logprob":[null,-3]}\n',
  },
  'ranks.csv': { content: 'id,candidate,summary,logprob\na,1,two,-2\na,0,one,-1\nb,0,,\nb,1,three,-3\n' },
  'ranks-apart.csv': {
    content: 'id,candidate,summary,logprob\na,1,two,-2\nb,1,three,-3\na,0,one,-1\nb,0,,\n',
  },
};

for (const [name, { content, options }] of Object.entries(several))
  t.test(`several candidates of an id: ${name}`, async (t) => {
    const { dataset, file } = await open(t, name, content, options);
    const cursor = file.cursor();
    const [a, b] = await gathered(dataset.read());
    if (!a || !b) throw new Error('no dialogues');
    t.match(await cursor.take(a), [
      { candidate: 0, text: 'one', logprob: -1 },
      { candidate: 1, text: 'two', logprob: -2 },
    ]);
    t.match(await cursor.take(b), [
      { candidate: 0, text: '', logprob: undefined },
      { candidate: 1, text: 'three', logprob: -3 },
    ]);
    await cursor.close();
  });

const withTokens = {
  'list.jsonl': { content: '{"id":"a","summary":"xy","tokens":["x","y z"]}\n', tokens: ['x', 'y z'] },
  'lists.jsonl': { content: '{"id":"a","summary":["xy"],"tokens":[["x","y"]]}\n', tokens: ['x', 'y'] },
  'text.csv': { content: 'id,summary,tokens\na,xy,x y\n', tokens: ['x', 'y'] },
};

for (const [name, { content, tokens }] of Object.entries(withTokens))
  t.test(`tokens computed elsewhere: ${name}`, async (t) => {
    const { dataset, file } = await open(t, name, content, { columns: { tokens: 'tokens' } });
    const cursor = file.cursor();
    for await (const dialogue of dataset.read({ to: 1 })) t.match(await cursor.take(dialogue), [{ tokens }]);
    await cursor.close();
  });

t.test('rows of unknown ids are counted where they are ignored', async (t) => {
  const { dataset, file } = await open(t, 's.csv', 'id,summary\nx,0\na,1\ny,2\nc,3\nz,4\n', {
    unknown_ids: 'ignore',
  });
  t.match(file, { rows: 2, covered: 2, unknown: { count: 3, ids: ['x', 'y', 'z'] } });
  t.strictSame(await textsOf(dataset, file), { a: ['1'], c: ['3'] });
});

t.test('a closed cursor leaves no file open, in order and out of order', hasProc, async (t) => {
  const numbers = Array.from({ length: 3000 }, (_, row) => row);
  const csv = (rows: readonly number[]) =>
    `id,summary\n${rows.map((row) => `${row},text of ${row}\n`).join('')}`;
  const files = {
    's.csv': csv(numbers),
    'back.csv': csv([...numbers].reverse()),
    's.csv.gz': gzipSync(csv(numbers)),
  };
  const folder = t.testdir({ ...files, 'd.csv': csv(numbers) });
  const dataset = await openDataset({ path: `${folder}/d.csv`, columns: { dialogue: 'summary' } });
  const [first] = await gathered(dataset.read({ to: 1 }));
  const before = readdirSync('/proc/self/fd').length;
  for (const name of Object.keys(files)) {
    const cursor = (await openCandidates(dataset, { path: `${folder}/${name}` }, noSpool)).cursor();
    if (first) t.match(await cursor.take(first), [{ text: 'text of 0' }]);
    await cursor.close();
    t.equal(readdirSync('/proc/self/fd').length, before, name);
  }
});

t.test('the nth line belongs to the nth dialogue', async (t) => {
  const { dataset, file } = await open(t, 's.txt', 'one\r\n\r\nthree\nfour');
  t.match(file, { rows: 4, covered: 4, inOrder: true });
  t.strictSame(await textsOf(dataset, file), { a: ['one'], b: [''], c: ['three'], d: ['four'] });
});

t.test('dialogues may be left out, at the beginning, between and at the end', async (t) => {
  const { dataset, file } = await open(t, 's.csv', 'id,summary\na,1\nb,2\nc,3\nd,4\n');
  const cursor = file.cursor();
  const [, b, , d] = await gathered(dataset.read());
  if (b) t.match(await cursor.take(b), [{ text: '2' }]);
  if (d) t.match(await cursor.take(d), [{ text: '4' }]);
  await cursor.close();
});

const lines = (order: readonly string[]) => order.map((id) => `${id},"text of ${id}\n한글"`).join('\r\n');
const packings: Readonly<Record<string, (text: string) => Buffer>> = {
  's.csv': (text) => Buffer.from(text),
  'marked.csv': (text) => Buffer.from(`\ufeff${text}`),
  's.csv.gz': (text) => gzipSync(text),
};

for (const [name, pack] of Object.entries(packings))
  t.test(`rows in any order give what rows in order give: ${name}`, async (t) => {
    const orders = fc.shuffledSubarray(ids, { minLength: 1 });
    const claim = fc.asyncProperty(orders, async (order) => {
      const { dataset, file, spooled } = await open(t, name, pack(`id,summary\r\n${lines(order)}`));
      const isSorted = [...order].sort().join() === order.join();
      const texts = await textsOf(dataset, file);
      const expected = Object.fromEntries([...order].sort().map((id) => [id, [`text of ${id}\n한글`]]));
      const needsSpool = !isSorted && name.endsWith('.gz');
      return (
        JSON.stringify(texts) === JSON.stringify(expected) &&
        file.inOrder === isSorted &&
        file.indexBytes > 0 === !isSorted &&
        spooled.join() === (needsSpool ? name : '')
      );
    });
    await fc.assert(claim, { numRuns: 12 });
  });

t.test('without a spool a packed file out of order is refused, whatever is taken afterwards', async (t) => {
  const folder = t.testdir({ 'd.csv': datasetCsv, 's.csv.gz': gzipSync('id,summary\nb,1\na,2\n') });
  const dataset = await openDataset({ path: `${folder}/d.csv` });
  const file = await openCandidates(dataset, { path: `${folder}/s.csv.gz`, label: 's.csv.gz' }, noSpool);
  const cursor = file.cursor();
  for await (const dialogue of dataset.read())
    await t.rejects(cursor.take(dialogue), {
      code: 'input-format',
      message: /^s\.csv\.gz: the rows are out of order/,
    });
  await cursor.close();
});

t.test('a column called `candidate` may be the summary', async (t) => {
  const { dataset, file } = await open(t, 's.csv', 'id,candidate\na,one\n', {
    columns: { summary: 'candidate' },
  });
  t.strictSame(await textsOf(dataset, file), { a: ['one'] });
});

t.test('rows out of order keep their line numbers', async (t) => {
  const { dataset, file } = await open(t, 's.csv', 'id,summary\nc,"1\n2"\na,3\nb,4\n');
  const cursor = file.cursor();
  const found: number[] = [];
  for await (const dialogue of dataset.read())
    found.push(...(await cursor.take(dialogue)).map(({ line }) => line));
  await cursor.close();
  t.strictSame(found, [4, 5, 2]);
});

t.test('a large file out of order, whose rows cross blocks and chunks', async (t) => {
  const count = 5000;
  const numbers = Array.from({ length: count }, (_, row) => row);
  const text = (row: number) => `${row} `.repeat(1 + (row % 40));
  const folder = t.testdir({
    'd.csv': `id,dialogue\n${numbers.map((row) => `${row},x\n`).join('')}`,
    's.csv': `id,summary\n${numbers
      .map((row) => (row * 1237) % count)
      .map((row) => `${row},${text(row)}\n`)
      .join('')}`,
  });
  const dataset = await openDataset({ path: `${folder}/d.csv` });
  const file = await openCandidates(dataset, { path: `${folder}/s.csv` }, testSpool(t));
  t.ok(file.indexBytes / count <= 30, `${file.indexBytes / count} bytes a row`);
  const texts = await textsOf(dataset, file);
  t.ok(numbers.every((row) => texts[row]?.[0] === text(row)));
});

for (const name of ['dev', 'test'])
  t.test(`the real outputs on ${name}`, needsShared('data/ko-dialogsum'), async (t) => {
    const folder = `data/ko-dialogsum/candidates/${name}`;
    const dataset = await openDataset({ path: sharedFile(`data/ko-dialogsum/${name}.csv`) });
    for (const system of readdirSync(sharedFile(folder))) {
      const file = await openCandidates(dataset, { path: sharedFile(`${folder}/${system}`) }, testSpool(t));
      t.match(file, { rows: 499, covered: 499, unknown: { count: 0 } }, system);
      t.equal(Object.keys(await textsOf(dataset, file)).length, 499);
    }
  });

t.test('the real outputs that are lines', needsShared('data/en-dialogsum'), async (t) => {
  const dataset = await openDataset({ path: sharedFile('data/en-dialogsum/test.jsonl') });
  const path = sharedFile('data/en-dialogsum/candidates/test/bart-large.txt');
  t.equal(
    Object.keys(await textsOf(dataset, await openCandidates(dataset, { path }, testSpool(t)))).length,
    500,
  );
});

t.test('a file whose summaries are all one text says so, from five of them on', async (t) => {
  const rows = (summaries: readonly string[]) => summaries.map((text) => `{"id":"a","summary":${text}}\n`);
  const sample = rows(['["none"," none","none","none"]']).concat('{"id":"b","summary":"none"}\n').join('');
  const { file } = await open(t, 'sample.jsonl', sample);
  t.equal(file.oneText, 'none');
  const few = await open(t, 'few.csv', 'id,summary\na,none\nb,none\nc,none\nd,none\n');
  t.equal(few.file.oneText, undefined);
});
