import t from 'tap';
import { hangulStem, wordsOf } from '../../../src/report/page/words.ts';

const kinds = (text: string): string[] =>
  wordsOf(text).map(({ start, end, kind }) => `${text.slice(start, end)}:${kind}`);

t.test('tags, numbers, names and words are told apart', async (t) => {
  t.same(kinds('#Person1# paid 1,200 won to Tom’s sister at 12:30.'), [
    '#Person1#:tag',
    'paid:other',
    '1,200:number',
    'won:other',
    'to:other',
    'Tom’s:name',
    'sister:other',
    'at:other',
    '12:30:number',
  ]);
});

t.test('a capital at the start of a sentence makes no name', async (t) => {
  t.same(kinds('They met. Then “Maybe” Ann left'), [
    'They:other',
    'met:other',
    'Then:other',
    'Maybe:other',
    'Ann:name',
    'left:other',
  ]);
});

t.test('a particle after a tag is a word of its own', async (t) => {
  t.same(kinds('#Person2#에게 3시에'), ['#Person2#:tag', '에게:hangul', '3:number', '시에:hangul']);
});

t.test('scripts without spaces are read character by character', async (t) => {
  t.equal(wordsOf('会議は三時').length, 5);
});

t.test('endings and particles do not count', async (t) => {
  for (const [word, stem] of [
    ['간호사로', '간호사'],
    ['지원했습니다', '지원'],
    ['지원했고', '지원'],
    ['회의에서는', '회의'],
    ['집을', '집을'],
    ['나이', '나이'],
  ] as const)
    t.equal(hangulStem(word), stem, word);
});

t.test('inflected English words have one key', async (t) => {
  const keys = (text: string) => wordsOf(text).map(({ key }) => key);
  t.same(keys('meeting meetings Meets'), ['meet', 'meet', 'meet']);
  t.same(keys('1,200'), keys('1200'));
});
