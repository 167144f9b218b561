import t from 'tap';
import { signatureOf } from '../../../src/text/tokenizers/signature.ts';

t.test('a signature is the name and what changes the tokens', async (t) => {
  t.equal(signatureOf('whitespace'), 'whitespace');
  t.equal(signatureOf('word', { icu: '74', case: 'kept' }), 'word(icu=74,case=kept)');
});
