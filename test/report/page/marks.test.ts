import fc from 'fast-check';
import t from 'tap';
import { agreeing, markText, supportOf } from '../../../src/report/page/marks.ts';
import { wordsOf } from '../../../src/report/page/words.ts';

/** What is marked as absent, with its degree. */
const absent = (dialogue: string, summary: string): string[] =>
  markText(summary, [], supportOf(dialogue)).flatMap(({ text, absent }) =>
    absent ? [`${text}:${absent}`] : [],
  );

t.test('an invented number, name, tag or weekday is a fact that the dialogue lacks', async (t) => {
  const dialogue = '#Person1#: Can we meet Tom at 3 on Monday? #Person2#: Sure, at 1,200 Main Street.';
  t.same(absent(dialogue, 'They meet Tom at 3 on Monday at 1200 Main Street.'), []);
  t.same(absent(dialogue, '#Person3# and Jerry meet Tom at 4.'), ['#Person3#:fact', 'Jerry:fact', '4:fact']);
  t.same(absent('#Person1#: 일요일에 다시 이야기합시다.', '#Person1#은 화요일에 다시 이야기합니다.'), [
    '화요일에:fact',
  ]);
});

t.test('inflection is no difference, another word is', async (t) => {
  const dialogue = '#Person1#: 간호사 자리에 지원했습니다. #Person2#: 물을 마셔요.';
  t.same(absent(dialogue, '#Person1#은 간호사에 지원하려고 합니다. 물을 마십니다.'), []);
  t.same(absent(dialogue, '#Person1#은 의사에게 지원했다.'), ['의사에게:word']);
  t.same(absent('A: I was meeting friends.', 'A meets a friend and a cousin.'), ['cousin:word']);
});

t.test('what most of the others say is marked more strongly', async (t) => {
  const others = ['they meet at three', 'they meet at four', 'no deal today'].map(wordsOf);
  const levels = markText('they meet at three', others, undefined).map(({ text, agreement }) => [
    text,
    agreement,
  ]);
  t.same(levels, [
    ['they meet at', 2],
    [' ', 0],
    ['three', 1],
  ]);
});

t.test('single words in common are no agreement', async (t) => {
  t.same(agreeing(wordsOf('a b c'), [wordsOf('c a')]), [0, 0, 0]);
});

t.test('stretches are the text, whatever it is', async (t) => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom('가', '요일', ' ', '#Person1#', '3', 'Tom', '.', '<', '\u202e') }),
  );
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 3 }), fc.option(text), (text, others, dialogue) => {
      const support = dialogue === null ? undefined : supportOf(dialogue);
      const stretches = markText(text, others.map(wordsOf), support);
      t.equal(stretches.map((stretch) => stretch.text).join(''), text);
    }),
  );
});
