import t from 'tap';
import { z } from 'zod';
import { defineTokenizer } from '../../../src/registry.ts';
import { createTokenizer, resolveTokenizer } from '../../../src/text/tokenizers/create.ts';
import { tokenizers } from '../../../src/text/tokenizers/index.ts';
import { testHost } from './host.ts';

const host = testHost();

t.test('every tokenizer stands in the table under its name', async (t) => {
  for (const [name, definition] of Object.entries(tokenizers)) t.equal(definition.name, name);
});

t.test('short forms name their tokenizer', async (t) => {
  t.strictSame(resolveTokenizer('morpheme'), { name: 'morpheme', options: {} });
  t.strictSame(resolveTokenizer({ model: 'a.json' }), { name: 'model', options: { model: 'a.json' } });
  t.strictSame(resolveTokenizer({ command: ['mecab'] }), {
    name: 'command',
    options: { command: ['mecab'] },
  });
  t.strictSame(resolveTokenizer({ column: 'tokens' }), { name: 'column', options: { column: 'tokens' } });
});

t.test('a name leaves every other key to the options', async (t) => {
  t.strictSame(resolveTokenizer({ name: 'morpheme', model: 'kiwi' }), {
    name: 'morpheme',
    options: { model: 'kiwi' },
  });
});

t.test('an object that names none or two is refused', async (t) => {
  t.throws(() => resolveTokenizer({ file: 'a' }), { code: 'config-value' });
  t.throws(() => resolveTokenizer({}), { code: 'config-value' });
  t.throws(() => resolveTokenizer({ model: 'a', column: 'b' }), { code: 'config-value' });
});

t.test('an unknown name is answered with the nearest known one', async (t) => {
  await t.rejects(createTokenizer('morphem', host), {
    code: 'config-unknown-name',
    message: /Did you mean "morpheme"/,
  });
});

t.test('unknown options and wrong values are refused', async (t) => {
  const misspelt = createTokenizer({ name: 'morpheme', modle: 'x' }, host);
  await t.rejects(misspelt, { code: 'config-unknown-key', message: /Did you mean "model"/ });
  await t.rejects(createTokenizer({ command: [] }, host), { code: 'config-value', message: /"command"/ });
  await t.rejects(createTokenizer({ column: 3 }, host), { code: 'config-value' });
});

t.test('a plugin adds a tokenizer, with a short form of its own', async (t) => {
  const upper = defineTokenizer({
    name: 'upper',
    about: 'Words in capitals.',
    cost: 'fast',
    options: z.strictObject({ upper: z.string().default(' ') }),
    create: async ({ upper: separator }) => ({
      signature: 'upper',
      tokenize: async (texts) => texts.map((text) => text.toUpperCase().split(separator)),
    }),
  });
  const tokenizer = await createTokenizer({ upper: '-' }, host, { upper });
  t.strictSame(await tokenizer.tokenize(['a-b']), [['A', 'B']]);
});
