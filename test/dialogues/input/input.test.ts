import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { chunkBytes, readBytes, stampFile } from '../../../src/dialogues/input/file.ts';
import { unpack } from '../../../src/dialogues/input/gzip.ts';
import { type Encoding, openInput } from '../../../src/dialogues/input/input.ts';
import { inChunks, joinedText } from '../chunks.ts';

const openFiles = (): number => readdirSync('/proc/self/fd').length;
const hasProc = process.platform === 'linux' ? {} : { skip: 'counts open files in /proc' };
const long = 'a line of text\n'.repeat(chunkBytes / 4);

t.test('gzip members follow each other wherever chunks are cut', async () => {
  const packed = Buffer.concat(['one ', 'two ', '', 'three'].map((text) => gzipSync(text)));
  const stamp = { path: 'x', label: 'x', size: packed.length, modified: 0n };
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 3 });
  const claim = fc.asyncProperty(
    sizes,
    async (sizes) => (await joinedText(unpack(inChunks(packed, sizes), stamp))) === 'one two three',
  );
  await fc.assert(claim, { numRuns: 30 });
});

t.test('the hash is that of the raw bytes, padding after gzip data included', async (t) => {
  const files = {
    'a.csv': Buffer.from(`\ufeff${long}`),
    'a.csv.gz': Buffer.concat([gzipSync(long), Buffer.alloc(3 * chunkBytes)]),
    'a.cp949': Buffer.from('c7d1b1db', 'hex'),
  };
  const folder = t.testdir(files);
  for (const [name, bytes] of Object.entries(files)) {
    const encoding: Encoding = name.endsWith('949') ? 'cp949' : 'utf-8';
    const input = await openInput(`${folder}/${name}`, encoding);
    const hash = createHash('sha256');
    const text = await joinedText(input.text(undefined, hash));
    t.equal(text, encoding === 'cp949' ? '한글' : long);
    t.equal(hash.digest('hex'), createHash('sha256').update(bytes).digest('hex'), name);
  }
});

t.test('a byte order mark is no text, and offsets count from behind it', async (t) => {
  const path = `${t.testdir({ 'a.csv': '\ufeffone\ntwo\n' })}/a.csv`;
  const input = await openInput(path, 'utf-8');
  t.equal(input.textStart, 3);
  t.equal(await joinedText(input.text({ offset: 4, line: 2 })), 'two\n');
});

t.test('files are closed after an early end and after an error', hasProc, async (t) => {
  const bad = Buffer.concat([Buffer.from(long), Buffer.from('ff', 'hex'), Buffer.from(long)]);
  const folder = t.testdir({
    'a.csv': long,
    'a.csv.gz': gzipSync(long),
    'bad.csv': bad,
    'bad.csv.gz': gzipSync(bad),
  });
  const before = openFiles();
  for (const name of ['a.csv', 'a.csv.gz', 'bad.csv', 'bad.csv.gz']) {
    const input = await openInput(`${folder}/${name}`, 'utf-8');
    for await (const _chunk of input.text()) break;
    t.equal(openFiles(), before, `${name} after an early end`);
    if (name.startsWith('bad')) await t.rejects(joinedText(input.text()), { code: 'input-encoding' });
    t.equal(openFiles(), before, `${name} after an error`);
  }
});

t.test('a file that changes while it is read is noticed at the end', async (t) => {
  const path = `${t.testdir({ 'a.csv': long })}/a.csv`;
  const stamp = await stampFile(path);
  const read = async () => {
    let isFirst = true;
    for await (const _chunk of readBytes(stamp)) {
      if (isFirst) writeFileSync(path, `${long}more`);
      isFirst = false;
    }
  };
  await t.rejects(read(), { code: 'input-changed' });
});
