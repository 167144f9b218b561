import t from 'tap';
import { column } from '../../../src/text/tokenizers/column.ts';
import { tokensOf } from '../../../src/text/tokenizers/rows.ts';
import { testHost } from './host.ts';

t.test('rows keep the tokens that they brought', async (t) => {
  const tokenizer = await column.create({ column: 'morphs' }, testHost());
  const rows = [
    { text: '갔다', tokens: ['가', '았', '다'] },
    { text: '', tokens: [] },
  ];
  t.strictSame(await tokensOf(rows, tokenizer), [['가', '았', '다'], []]);
  t.strictSame(await tokenizer.tokenize([]), []);
});

t.test('a row without tokens is an error that names the column', async (t) => {
  const tokenizer = await column.create({ column: 'morphs' }, testHost());
  await t.rejects(tokensOf([{ text: '갔다' }], tokenizer), {
    code: 'input-column',
    data: { column: 'morphs' },
  });
});

t.test('the signature names the column', async (t) => {
  t.equal((await column.create({ column: 'morphs' }, testHost())).signature, 'column(column=morphs)');
});
