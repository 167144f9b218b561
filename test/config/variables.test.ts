import fc from 'fast-check';
import t from 'tap';
import {
  hasReference,
  referencesIn,
  resolveVariables,
  substituted,
  unsetIn,
} from '../../src/config/variables.ts';

const env = { A: 'one', B: 'two words', EMPTY: '' };

t.test('references are replaced in strings at any depth, keys stay', async (t) => {
  const value = { '${A}': ['${A}-${B}', 3, null, { x: '${NONE:-d}' }], y: true };
  t.strictSame(resolveVariables(value, env), { '${A}': ['one-two words', 3, null, { x: 'd' }], y: true });
});

t.test('a default stands in for what is unset or empty', async (t) => {
  t.equal(resolveVariables('${EMPTY:-d}', env), 'd');
  t.equal(resolveVariables('${NONE:-https://host/v1?a=b}', env), 'https://host/v1?a=b');
  t.equal(resolveVariables('${A:-d}', env), 'one');
  t.equal(resolveVariables('${NONE:-}', env), '');
  t.strictSame(unsetIn('${A} ${NONE} ${EMPTY} ${C:-x}', env), ['NONE', 'EMPTY']);
});

t.test('a value is taken as it is', async (t) => {
  t.equal(resolveVariables('${X}', { X: '$& ${A} $1' }), '$& ${A} $1');
});

t.test('an unset variable is an error with its name alone', async (t) => {
  t.throws(() => resolveVariables('a ${NONE} b', env), {
    code: 'config-variable',
    exitCode: 2,
    message: /NONE/u,
  });
});

t.test('a doubled dollar stands for itself', async (t) => {
  t.equal(resolveVariables('$${A} ${A} $A $', env), '${A} one $A $');
  t.notOk(hasReference('$${A} $A $ {A}'));
});

t.test('what is not well-formed has no name', async (t) => {
  for (const text of ['${1A}', '${A B}', '${}', '${A', '${A-b}'])
    t.strictSame(
      referencesIn(text).map(({ name }) => name),
      [undefined],
      text,
    );
});

t.test('property: without a reference nothing changes', async (t) => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes('${')),
      (text) => substituted(text, env) === text,
    ),
  );
  t.pass('100 texts');
});
