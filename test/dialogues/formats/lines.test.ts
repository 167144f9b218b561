import fc from 'fast-check';
import t from 'tap';
import { textLines } from '../../../src/dialogues/formats/lines.ts';
import { gathered, inChunks } from '../chunks.ts';

const read = (text: string, sizes = [1 << 16]) =>
  gathered(textLines(inChunks(Buffer.from(text), sizes), 'x'));

t.test('every line comes out once, wherever chunks are cut', async () => {
  const text = fc.array(fc.constantFrom('a', '한글', '\n', '\r\n', '', ' ')).map((parts) => parts.join(''));
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 });
  const claim = fc.asyncProperty(text, sizes, async (text, sizes) => {
    const expected = text.split(/\r?\n/u);
    if (expected.at(-1) === '') expected.pop();
    const lines = await read(text, sizes);
    const bytes = Buffer.from(text);
    const pieces = lines.map(({ start, end }) => bytes.subarray(start, end).toString());
    return (
      pieces.join('') === text && JSON.stringify(lines.map((line) => line.text)) === JSON.stringify(expected)
    );
  });
  await fc.assert(claim);
});

t.test('empty lines are lines; a line feed at the end begins none', async (t) => {
  t.strictSame(
    (await read('a\n\nb\n')).map(({ line, text }) => [line, text]),
    [
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ],
  );
  t.strictSame(await read(''), []);
});
