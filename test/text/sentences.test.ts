import fc from 'fast-check';
import t from 'tap';
import { splitSentences } from '../../src/text/sentences.ts';

const cases: readonly (readonly [claim: string, sentences: readonly string[]])[] = [
  ['Korean sentences end with marks', ['#Person1#은 집에 갔다.', '정말요?', '네!', '그래요…', '좋아']],
  ['numbers hold their full stop', ['키는 3.5미터이고 값은 $1.50이다.', 'It costs 2.75 dollars.']],
  ['titles end nothing', ['Ms. Kim met Dr. Lee and Mrs. Park.', 'They talked.']],
  ['initials end nothing before a capital', ['J. K. Smith joined the U.S. Army.', 'He left.']],
  ['a letter before Hangul is no initial', ['우리는 플랜 B.', '그게 낫다.']],
  [
    'p.m. ends a sentence only before a capital',
    ['They meet at 5 p.m. on Monday.', 'She comes at 6 p.m.', 'He does not.'],
  ],
  ['No. before a number ends nothing', ['Take bus No. 51.', 'Oh no.', 'Why?']],
  ['list numbers stay with their item', ['1. 첫째다.', '2. 둘째다.']],
  ['closing quotes stay with their sentence', ['"가자."', '그는 웃었다.']],
  ['a quotation is not cut', ['그는 "안녕. 반가워!"라고 말했다.', '(사실. 아니다.)라는 말이다.']],
  ['a quote that is never closed cuts nothing off', ['5" 화면이다.', '작다.', '크다.', '좋다.', '싫다.']],
  ['ideographic marks need no white space after them', ['한다。', '간다！', '온다']],
];

for (const [claim, sentences] of cases) {
  t.test(claim, async (t) => {
    t.strictSame(splitSentences(sentences.join(sentences[0]?.includes('。') ? '' : ' ')), sentences);
  });
}

t.test('line breaks end sentences, and missing white space between Hangul too', async (t) => {
  t.strictSame(splitSentences('제목\n\n갔다.그리고 왔다.\r\n'), ['제목', '갔다.', '그리고 왔다.']);
});

t.test('addresses and versions are not cut', async (t) => {
  t.strictSame(splitSentences('See www.example.org and v1.0.1 now.'), [
    'See www.example.org and v1.0.1 now.',
  ]);
});

t.test('nothing but white space gives no sentence', async (t) => {
  t.strictSame(splitSentences(' \n '), []);
  t.strictSame(splitSentences(''), []);
});

t.test('the pieces are verbatim, in order, and only white space lies between them', async (t) => {
  const part = fc.constantFrom('가다', '.', ' ', '3', '"', '(', ')', '“', '\n', '?', 'Mr', '…', 'A', '。');
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('');
      let rest = text;
      for (const piece of splitSentences(text)) {
        const start = rest.indexOf(piece);
        if (rest.slice(0, start).trim() !== '' || piece !== piece.trim() || piece === '') return false;
        rest = rest.slice(start + piece.length);
      }
      return rest.trim() === '';
    }),
  );
  t.pass();
});
