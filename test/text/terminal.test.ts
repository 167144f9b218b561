import t from 'tap';
import { printable, printableLine } from '../../src/text/terminal.ts';

t.test('escape sequences, control characters and bidi overrides become visible', async (t) => {
  t.equal(printable('a\u001b[31mred\u0007'), 'a\\u001b[31mred\\u0007');
  t.equal(printable('\u202eabc\u2066'), '\\u202eabc\\u2066');
  t.equal(printable('\u009b2J'), '\\u009b2J');
});

t.test('new lines, tabs and Korean stay', async (t) => {
  t.equal(printable('한국어\n\t요약'), '한국어\n\t요약');
});

t.test('a line is cut by characters, not inside one', async (t) => {
  t.equal(printableLine('가나다라마', 3), '가나…');
  t.equal(printableLine('a\nb', 10), 'a b');
  t.equal(printableLine('🙂🙂🙂', 3), '🙂🙂🙂');
});
