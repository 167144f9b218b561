import fc from 'fast-check';
import t from 'tap';
import { createRedactor } from '../../src/text/redact.ts';

t.test('a secret goes in every form in which it may stand in a text', async (t) => {
  const redact = createRedactor([{ value: 'sk-proj/a+b "c"', name: '${KEY}' }]);
  t.equal(
    redact('key sk-proj/a+b "c", sk-proj%2Fa%2Bb%20%22c%22 and "sk-proj/a+b \\"c\\""'),
    'key ${KEY}, ${KEY} and "${KEY}"',
  );
});

t.test('slashes may be escaped, as JSON of PHP has them', async (t) => {
  const redact = createRedactor([{ value: 'ab/cd/ef', name: '${KEY}' }]);
  t.equal(
    redact('ab/cd/ef ab\\/cd\\/ef ab\\u002fcd\\u002fef ab\\u002Fcd\\u002Fef'),
    '${KEY} ${KEY} ${KEY} ${KEY}',
  );
});

t.test('longer secrets go first, and none leaves a text as it is', async (t) => {
  const redact = createRedactor([
    { value: 'abcd', name: '1' },
    { value: 'abcdef', name: '2' },
  ]);
  t.equal(redact('abcdefabcd'), '21');
  t.equal(createRedactor([])('abcd'), 'abcd');
});

t.test('any value can be a secret', async (t) => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 4 }),
      (value) => createRedactor([{ value, name: '' }])(`<${value}>`) === '<>',
    ),
  );
  t.pass();
});
