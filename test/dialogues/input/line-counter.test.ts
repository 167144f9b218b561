import fc from 'fast-check';
import t from 'tap';
import { LineCounter } from '../../../src/dialogues/input/line-counter.ts';

const text = fc
  .array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', '한'))
  .map((parts) => Buffer.from(parts.join('')));

t.test('the line of an offset is one more than the line feeds before it', async () => {
  const claim = fc.property(text, fc.integer({ min: 1, max: 5 }), (bytes, size) => {
    const lines = new LineCounter();
    for (let start = 0; start < bytes.length; start += size) {
      const end = Math.min(bytes.length, start + size);
      lines.add(bytes.subarray(start, end));
      const expected = bytes.subarray(0, end).toString('latin1').split('\n').length;
      if (lines.lineAt(end) !== expected) return false;
    }
    return true;
  });
  fc.assert(claim);
});

t.test('blank lines are skipped, lines with something are not', async (t) => {
  for (const [content, offset, line] of [
    ['\n\r\n\nab\n', 4, 4],
    ['ab\n', 0, 1],
    ['\r\r\n', 0, 1],
    ['\n', 1, 2],
  ] as const) {
    const lines = new LineCounter();
    for (const byte of Buffer.from(content)) lines.add(Buffer.of(byte));
    t.equal(lines.skipBlank(0), offset, JSON.stringify(content));
    t.equal(lines.lineAt(offset), line);
  }
});

t.test('counting may begin in the middle of a file', async (t) => {
  const lines = new LineCounter(100, 7);
  lines.add(Buffer.from('a\nb'));
  t.equal(lines.lineAt(100), 7);
  t.equal(lines.lineAt(102), 8);
});
