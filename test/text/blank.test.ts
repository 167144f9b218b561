/** What counts as no text; categories and properties are those of the Unicode Character Database. */
import t from 'tap';
import { isBlank } from '../../src/text/blank.ts';

t.test('what cannot be seen is blank', async (t) => {
  for (const text of [
    '',
    ' \t\r\n',
    '\u00a0\u3000',
    '\u200b',
    '\ufeff \u2060',
    '\u0000',
    '\u3164\u115f',
    '\u{e0020}',
  ])
    t.ok(isBlank(text), JSON.stringify(text));
});

t.test('one character that can be seen is a text', async (t) => {
  for (const text of ['a', '.', '\u200b가\u200b', ' 👍🏽 ', 'ㅋ']) t.notOk(isBlank(text), text);
});
