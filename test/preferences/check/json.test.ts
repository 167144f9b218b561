/** Expectations: RFC 8259, and `JSON.parse` as the judge of what is JSON. */
import fc from 'fast-check';
import t from 'tap';
import { readJsonLine } from '../../../src/preferences/check/json.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

t.test('reads what JSON.parse reads', async (t) => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      t.same(readJsonLine(text).value, JSON.parse(text));
    }),
    { seed: 3, numRuns: 300 },
  );
});

t.test('refuses what JSON.parse refuses', async () => {
  const damaged = fc
    .tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '\\u12', '\t', '0', '-', '.', 'e'),
    )
    .map(([text, at, insert]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + (at % 2));
    });
  fc.assert(
    fc.property(damaged, (text) => {
      const { value, faults } = readJsonLine(text);
      const refused = faults.some(({ code }) => code === 'invalid-json' || code === 'several-values');
      return refused !== parses(text) && (value === undefined) === refused;
    }),
    { seed: 4, numRuns: 2000 },
  );
});

t.test('says where', async (t) => {
  const cases = [
    ['{"a":1 "b":2}', 'invalid-json', 7],
    ['{"a":1,}', 'invalid-json', 7],
    ["{'a':1}", 'invalid-json', 1],
    ['{"a":"open', 'invalid-json', 5],
    ['{"a":"\t"}', 'invalid-json', 6],
    ['{"a":"\\x"}', 'invalid-json', 6],
    ['{"a":1', 'invalid-json', 6],
    ['{"a":01}', 'invalid-json', 5],
    ['{"a":1}{"a":2}', 'several-values', 7],
    ['{"a":1} x', 'invalid-json', 8],
    ['{"a":1,"b":{"c":1,"c":2}}', 'duplicate-key', 18],
    ['{"a":1,"\\u0061":2}', 'duplicate-key', 7],
    ['{"a":"\\ud800"}', 'lone-surrogate', 6],
    ['{"a":"\\udc00\\ud800"}', 'lone-surrogate', 6],
    ['{"a":NaN}', 'not-a-number', 5],
    ['{"a":-Infinity}', 'not-a-number', 5],
    ['{"a":-1e999}', 'not-a-number', 5],
    ['['.repeat(300), 'invalid-json', 201],
  ] as const;
  for (const [text, code, offset] of cases)
    t.match(readJsonLine(text).faults[0], { code, offset }, text.slice(0, 40));
  t.same(readJsonLine('{"a":"\\ud83d\\ude00"}').faults, [], 'a whole pair is a character');
});
