import t from 'tap';
import { errorCodes, exitCodes, firstFew, HapuiError } from '../src/errors.ts';
import { lookUp, nearest } from '../src/registry.ts';

t.test('an unknown name is refused with the nearest known one', async (t) => {
  t.throws(() => lookUp({ morpheme: 1, character: 2 }, 'morphem', 'tokenizer', 'a.yaml:3:4'), {
    code: 'config-unknown-name',
    exitCode: 2,
    message:
      'a.yaml:3:4: unknown tokenizer "morphem"; expected one of character, morpheme. Did you mean "morpheme"?',
  });
  t.throws(() => lookUp({ a: 1 }, 'toString', 'metric'), { code: 'config-unknown-name' });
  t.equal(lookUp({ a: 1 }, 'a', 'metric'), 1);
});

t.test('a name far from every known one gets no suggestion', async (t) => {
  t.equal(nearest('zzzzzz', ['morpheme']), undefined);
});

t.test('every code has an exit and a sentence', async (t) => {
  for (const [code, { exit, about }] of Object.entries(errorCodes)) {
    t.ok(exit in exitCodes, code);
    t.match(about, /\.$/, code);
  }
});

t.test('lists in messages are cut and say by how much', async (t) => {
  t.equal(firstFew(['a', 'b', 'c', 'd', 'e']), 'a, b, c and 2 more');
  t.equal(firstFew(['a']), 'a');
});

t.test('an error keeps its cause and its fields', async (t) => {
  const cause = new Error('disk');
  const error = new HapuiError('internal', { found: 'x' }, { cause, data: { file: 'f' } });
  t.equal(error.cause, cause);
  t.equal(error.exitCode, 1);
  t.match(error.data, { file: 'f' });
});
