import t from 'tap';
import { column } from '../../../src/text/tokenizers/column.ts';
import { testHost } from './host.ts';

t.test('a text without tokens of its own is an error that names the column', async (t) => {
  const tokenizer = await column.create({ column: 'morphs' }, testHost());
  t.strictSame(await tokenizer.tokenize([]), []);
  await t.rejects(tokenizer.tokenize(['갔다']), { code: 'input-column', data: { column: 'morphs' } });
});

t.test('the signature names the column', async (t) => {
  t.equal((await column.create({ column: 'morphs' }, testHost())).signature, 'column(column=morphs)');
});
