import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import t from 'tap';
import { csvRows } from '../../../src/dialogues/formats/csv.ts';
import { gathered, inChunks } from '../chunks.ts';

const field = fc
  .array(fc.constantFrom('a', '한글', '"', ',', '\t', '\n', '\r\n', ' ', "'", '\r'), { maxLength: 6 })
  .map((parts) => parts.join(''));
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
  )
  .filter((rows) => rows.every((row) => row.some((each) => each !== ''))); // a row of one empty field is a blank line
const layout = fc.record({
  delimiter: fc.constantFrom(',' as const, '\t' as const),
  record_delimiter: fc.constantFrom('\n', '\r\n'),
  eof: fc.boolean(),
  quoted: fc.boolean(),
});
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });

t.test('rows come back as they were written, each with the place where it lies', async () => {
  const claim = fc.asyncProperty(table, layout, sizes, async (rows, { delimiter, ...layout }, sizes) => {
    const bytes = Buffer.from(stringify(rows, { ...layout, delimiter, quoted_match: /[\r\n]/u }));
    const read = await gathered(csvRows(inChunks(bytes, sizes), delimiter, 'x'));
    if (JSON.stringify(read.map(({ values }) => values)) !== JSON.stringify(rows)) return false;
    for (const { start, end, line, values } of read) {
      if (bytes.subarray(0, start).toString().split('\n').length !== line) return false;
      const [again] = await gathered(
        csvRows(inChunks(bytes.subarray(start, end), [1 << 16]), delimiter, 'x'),
      );
      if (JSON.stringify(again?.values) !== JSON.stringify(values)) return false;
    }
    return true;
  });
  await fc.assert(claim, { numRuns: 200 });
});

t.test('blank lines are no rows, and lines are counted through them', async (t) => {
  const bytes = Buffer.from('\n\r\na,b\n\n\n"c\r\n\r\n",d\r\n\r\ne,f');
  const rows = await gathered(csvRows(inChunks(bytes, [1]), ',', 'x'));
  t.strictSame(
    rows.map(({ line, start, values }) => [line, start, values]),
    [
      [3, 3, ['a', 'b']],
      [6, 9, ['c\r\n\r\n', 'd']],
      [10, 22, ['e', 'f']],
    ],
  );
});

t.test('header and rows may end their lines differently', async (t) => {
  const rows = await gathered(csvRows(inChunks(Buffer.from('id,text\r\na,b\nc,d\r\n'), [4]), ',', 'x'));
  t.strictSame(
    rows.map(({ values }) => values),
    [
      ['id', 'text'],
      ['a', 'b'],
      ['c', 'd'],
    ],
  );
});

t.test('places go on from where reading begins', async (t) => {
  const [row] = await gathered(
    csvRows(inChunks(Buffer.from('a,b\n'), [9]), ',', 'x', { offset: 50, line: 9 }),
  );
  t.match(row, { line: 9, start: 50, end: 54 });
});
