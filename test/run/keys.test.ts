import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { canonicalJson, createKeys, fingerprintOf, type KeyParts, keyOf } from '../../src/run/keys.ts';
import type { Json } from '../../src/types.ts';

const parts: KeyParts = {
  stage: 'generate:chat',
  options: { temperature: 0.7, stop: ['a', null, true] },
  identity: 'gpt-4o',
  prompt: 'Summarise.',
  seed: 42,
  candidate: 0,
  text: '#Person1#: 안녕',
};
const hex = (changed: Partial<KeyParts> = {}): string =>
  Buffer.from(keyOf({ ...parts, ...changed })).toString('hex');

t.test('every part changes the key', async (t) => {
  const keys = [
    hex(),
    hex({ stage: 'generate:seq2seq' }),
    hex({ options: { temperature: 0.8, stop: ['a', null, true] } }),
    hex({ identity: 'gpt-4o-mini' }),
    hex({ prompt: 'Summarize.' }),
    hex({ seed: 43 }),
    hex({ candidate: 1 }),
    hex({ text: '#Person1#: 안녕!' }),
    hex({ batch: { texts: ['a', 'b'], position: 0 } }),
    hex({ batch: { texts: ['a', 'b'], position: 1 } }),
    hex({ batch: { texts: ['ab'], position: 0 } }),
  ];
  t.equal(new Set(keys).size, keys.length);
  t.ok(keys.every((key) => key.length === 64));
});

t.test('keys do not change between versions', async (t) => {
  t.equal(hex(), 'a26fc1b18226e90e3ab9c8087c39c6a124530485bf227709c1df255535eb0b42');
});

t.test('order of options and Unicode form change nothing', async (t) => {
  t.equal(hex({ options: { stop: ['a', null, true], temperature: 0.7 } }), hex());
  t.equal(hex({ text: parts.text.normalize('NFD') }), hex());
  t.not(parts.text.normalize('NFD'), parts.text);
});

t.test('text cannot move from one field to the next, and lone surrogates stay apart', async (t) => {
  t.not(hex({ prompt: 'ab', text: 'c' }), hex({ prompt: 'a', text: 'bc' }));
  t.not(hex({ text: '\ud800' }), hex({ text: '\ud801' }));
});

t.test('a stage hashed once gives the same keys, and its fingerprint names a file', async (t) => {
  const key = createKeys(parts);
  t.same(key(parts), keyOf(parts));
  t.same(key({ ...parts, seed: 7 }), keyOf({ ...parts, seed: 7 }));
  t.match(fingerprintOf(parts), /^[0-9a-f]{32}$/);
  t.not(fingerprintOf(parts), fingerprintOf({ ...parts, identity: 'other' }));
});

t.test('canonical JSON is JSON, and the same for members in any order', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as Json);
        return (
          canonicalJson(JSON.parse(text)) === text &&
          isDeepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
        );
      }),
    ),
  );
  t.equal(canonicalJson({ b: [1, { d: null, c: '값' }], a: -0 }), '{"a":0,"b":[1,{"c":"값","d":null}]}');
  t.throws(() => canonicalJson(Number.NaN), TypeError);
  t.throws(() => canonicalJson({ a: undefined } as unknown as Json), TypeError);
});
