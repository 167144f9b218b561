import t from 'tap';
import { createRedactor } from '../../src/text/redact.ts';

t.test('a secret is replaced as it is, in a URL and in a JSON string', async (t) => {
  const value = 'a"b/c=d+$&';
  const redact = createRedactor([{ value, name: '${KEY}' }]);
  const text = [value, encodeURIComponent(value), JSON.stringify({ value })].join(' ');
  t.equal(redact(text), '${KEY} ${KEY} {"value":"${KEY}"}');
});

t.test('of two secrets of which one holds the other, the longer goes first', async (t) => {
  const redact = createRedactor([
    { value: 'abcd', name: '${SHORT}' },
    { value: 'abcdef', name: '${LONG}' },
  ]);
  t.equal(redact('abcdef abcd'), '${LONG} ${SHORT}');
});

t.test('without secrets texts stay as they are', async (t) => {
  t.equal(createRedactor([])('text'), 'text');
  t.equal(createRedactor([{ value: '', name: '${EMPTY}' }])('text'), 'text');
});
