import t from 'tap';
import { speakerTags, utterances } from '../../src/text/tags.ts';

t.test('speaker tags come once each, in order of appearance', async (t) => {
  t.strictSame(speakerTags('#Person2#는 #Person10#에게, #Person2#는 #Person1#에게'), [
    '#Person2#',
    '#Person10#',
    '#Person1#',
  ]);
});

t.test('damaged tags and masks are no speaker tags', async (t) => {
  t.strictSame(speakerTags('# Person1# #Person# #person1# #PhoneNumber# Person1'), []);
});

t.test('every line with a speaker is an utterance', async (t) => {
  t.strictSame(utterances('#Person1#: 안녕하세요.\n#Person2#：네,  안녕하세요.\r\nTom Lee: Hi!'), [
    { speaker: '#Person1#', text: '안녕하세요.' },
    { speaker: '#Person2#', text: '네, 안녕하세요.' },
    { speaker: 'Tom Lee', text: 'Hi!' },
  ]);
});

t.test('a line without a speaker continues the utterance before it', async (t) => {
  t.strictSame(utterances('#Person1#: 하나\n둘\n\n#Person2#: 셋'), [
    { speaker: '#Person1#', text: '하나 둘' },
    { speaker: '#Person2#', text: '셋' },
  ]);
});

t.test('tags start utterances where line breaks are lost', async (t) => {
  t.strictSame(utterances('#Person1#: 하나 #Person2# : 둘, #Person1#처럼'), [
    { speaker: '#Person1#', text: '하나' },
    { speaker: '#Person2#', text: '둘, #Person1#처럼' },
  ]);
});

t.test('times, addresses and long sentences before a colon are no speakers', async (t) => {
  for (const line of [
    '12:30에 만나요',
    'https://example.org',
    '우리가 어제 저녁에 같이 본 것은: 영화',
    'Well, look: this',
  ]) {
    t.strictSame(utterances(line), [{ speaker: '', text: line }]);
  }
});

t.test('lines of a text without speakers are utterances, and empty ones none', async (t) => {
  t.strictSame(utterances('하나\n\n둘'), [
    { speaker: '', text: '하나' },
    { speaker: '', text: '둘' },
  ]);
  t.strictSame(utterances(' \n#Person1#:\n'), []);
});
