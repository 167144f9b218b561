/**
 * The white space of Python 3.11.7: `[i for i in range(0x110000) if chr(i).isspace()]`; the same 29 code points split
 * `('a' + chr(i) + 'b').split()`.
 */
import fc from 'fast-check';
import t from 'tap';
import { isPythonSpace, pythonSplit, withoutPythonSpace } from '../../src/text/python.ts';

const pythonSpaces = [
  0x9, 0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
  0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
];

t.test('exactly the white space of Python is white space', async (t) => {
  const found = Array.from({ length: 0x110000 }, (_, codePoint) => codePoint).filter(isPythonSpace);
  t.strictSame(found, pythonSpaces);
});

t.test('every Python white space splits, and U+FEFF and U+200B do not', async (t) => {
  for (const codePoint of pythonSpaces) {
    t.strictSame(pythonSplit(`a${String.fromCodePoint(codePoint)}b`), ['a', 'b'], codePoint.toString(16));
  }
  t.strictSame(pythonSplit('a\ufeffb\u200bc'), ['a\ufeffb\u200bc']);
});

t.test('white space at the ends makes no empty words', async (t) => {
  t.strictSame(pythonSplit(' \t가 나\u3000'), ['가', '나']);
  t.strictSame(pythonSplit(' \x1f '), []);
  t.strictSame(pythonSplit(''), []);
});

t.test('without white space is the words joined', async (t) => {
  const character = fc.oneof(
    fc.string({ maxLength: 1 }),
    fc.constantFrom(...pythonSpaces).map((c) => String.fromCodePoint(c)),
  );
  const text = fc.array(character).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (x) => withoutPythonSpace(x) === pythonSplit(x).join('')));
  t.pass();
});
