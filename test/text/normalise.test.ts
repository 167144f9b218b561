import fc from 'fast-check';
import t from 'tap';
import { comparable, nfc } from '../../src/text/normalise.ts';

t.test('decomposed Hangul is composed', async (t) => {
  t.equal(nfc('한국'.normalize('NFD')), '한국');
});

t.test('texts that differ in white space and composition only are the same', async (t) => {
  t.equal(comparable(`  ${'합의'.normalize('NFD')}\r\n\t요약\u3000`), '합의 요약');
  t.equal(comparable(' \n '), '');
});

t.test('comparable texts stay as they are', async (t) => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (x) => comparable(comparable(x)) === comparable(x)));
  t.pass();
});
