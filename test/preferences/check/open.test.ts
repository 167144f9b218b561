import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { linesOf, openPairFile } from '../../../src/preferences/check/open.ts';
import type { PairLine } from '../../../src/preferences/check/types.ts';

const read = async (lines: AsyncIterable<PairLine>): Promise<PairLine[]> => {
  const all: PairLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
};

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

t.test('lines are the same however the bytes arrive, and lie where they say', async () => {
  const part = fc.constantFrom('a', '가', '😀', '\n', '\r\n', ' ', '{}', '\u2028');
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      async (parts, size) => {
        const bytes = Buffer.from(parts.join(''));
        const lines = await read(linesOf(cut(bytes, size)));
        const expected = bytes
          .toString()
          .split('\n')
          .map((text, index) => ({ line: index + 1, text: text.replace(/\r$/, '') }))
          .filter(({ text }) => !/^[ \t]*$/.test(text));
        return (
          JSON.stringify(lines.map(({ line, text }) => ({ line, text }))) === JSON.stringify(expected) &&
          lines.every(({ offset, text }) => bytes.subarray(offset).toString().startsWith(text))
        );
      },
    ),
    { seed: 8, numRuns: 300 },
  );
});

t.test('bytes that are no UTF-8 are placed, and the lines after them still read', async (t) => {
  const bytes = Buffer.concat([Buffer.from('ab\n가나'), Buffer.from([0xff, 0x41]), Buffer.from('\ncd')]);
  t.match(await read(linesOf(cut(bytes, 3))), [
    { line: 1, text: 'ab', undecodable: undefined },
    { line: 2, undecodable: 3 },
    { line: 3, text: 'cd', undecodable: undefined },
  ]);
});

t.test('packed files are unpacked, absent ones refused', async (t) => {
  const folder = t.testdir();
  await writeFile(join(folder, 'a.gz'), gzipSync('x\ny\n'));
  t.same(
    (await read((await openPairFile(join(folder, 'a.gz'))).lines())).map(({ text }) => text),
    ['x', 'y'],
  );
  await t.rejects(openPairFile(join(folder, 'b')), { code: 'input-missing' });
});
