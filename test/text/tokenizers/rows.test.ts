import t from 'tap';
import { tokensOf } from '../../../src/text/tokenizers/rows.ts';

t.test('equal texts are tokenized once, and rows with tokens not at all', async (t) => {
  const asked: string[] = [];
  const tokenizer = {
    signature: 'recorded',
    tokenize: async (texts: readonly string[]) => {
      asked.push(...texts);
      return texts.map((text) => [...text]);
    },
  };
  const rows = [{ text: 'ab' }, { text: 'c', tokens: ['x'] }, { text: 'ab' }, { text: '' }];
  t.strictSame(await tokensOf(rows, tokenizer), [['a', 'b'], ['x'], ['a', 'b'], []]);
  t.strictSame(asked, ['ab', '']);
});
