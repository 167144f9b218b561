import fc from 'fast-check';
import t from 'tap';
import { scriptShares } from '../../src/text/script.ts';

t.test('letters are counted by script, tags and masks left out', async (t) => {
  t.strictSame(scriptShares('#Person1#는 OK 中 #PhoneNumber# かカ б 3.'), {
    hangul: 1 / 7,
    latin: 2 / 7,
    han: 1 / 7,
    kana: 2 / 7,
    other: 1 / 7,
    letters: 7,
  });
});

t.test('decomposed Hangul is Hangul', async (t) => {
  t.equal(scriptShares('한국어'.normalize('NFD')).hangul, 1);
});

t.test('a text without letters has no share', async (t) => {
  t.strictSame(scriptShares('#Person1# 12 !'), {
    hangul: 0,
    latin: 0,
    han: 0,
    kana: 0,
    other: 0,
    letters: 0,
  });
});

t.test('shares sum to 1', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { letters, ...shares } = scriptShares(text);
      const sum = Object.values(shares).reduce((total, share) => total + share, 0);
      return (
        Object.values(shares).every((share) => share >= 0) && Math.abs(sum - (letters === 0 ? 0 : 1)) < 1e-9
      );
    }),
  );
  t.pass();
});
