import t from 'tap';
import { whitespace } from '../../../src/text/tokenizers/whitespace.ts';
import { tokenizerContract } from '../../contract/tokenizer.ts';
import { testHost } from './host.ts';

tokenizerContract({ definition: whitespace, options: {}, host: testHost() });

t.test('the text is handed over as it is', async (t) => {
  const { tokenize } = await whitespace.create({}, testHost());
  t.strictSame(await tokenize([' 가  나\n', '']), [[' 가  나\n'], ['']]);
});
