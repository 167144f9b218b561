import t from 'tap';
import { word } from '../../../src/text/tokenizers/word.ts';
import { tokenizerContract } from '../../contract/tokenizer.ts';
import { testHost } from './host.ts';

tokenizerContract({ definition: word, options: {}, host: testHost() });

t.test('tokens are words without punctuation', async (t) => {
  const { tokenize } = await word.create({}, testHost());
  t.strictSame(await tokenize(["#Person1#은 3.5km, don't!"]), [['Person1', '은', '3.5km', "don't"]]);
});

t.test('the signature holds the version of ICU, whose rules may change', async (t) => {
  const { signature } = await word.create({}, testHost());
  t.equal(signature, `word(icu=${process.versions.icu})`);
});
