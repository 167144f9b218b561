import t from 'tap';
import { character } from '../../../src/text/tokenizers/character.ts';
import { tokenizerContract } from '../../contract/tokenizer.ts';
import { testHost } from './host.ts';

tokenizerContract({ definition: character, options: {}, host: testHost() });

t.test('tokens are code points without the white space of Python', async (t) => {
  const { tokenize } = await character.create({}, testHost());
  t.strictSame(await tokenize([' 가나\x1f\u3000😀\ufeff', ' \n']), [['가', '나', '😀', '\ufeff'], []]);
});
