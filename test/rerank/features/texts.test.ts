// Expectations are worked by hand from the definitions in the groups.
import t from 'tap';
import { coverage } from '../../../src/rerank/features/coverage.ts';
import { duplicates } from '../../../src/rerank/features/duplicates.ts';
import { length } from '../../../src/rerank/features/length.ts';
import { logprob } from '../../../src/rerank/features/logprob.ts';
import { marks } from '../../../src/rerank/features/marks.ts';
import { overlap } from '../../../src/rerank/features/overlap.ts';
import { repetition } from '../../../src/rerank/features/repetition.ts';
import { scorers } from '../../../src/rerank/features/scorers.ts';
import { sentences } from '../../../src/rerank/features/sentences.ts';
import { support } from '../../../src/rerank/features/support.ts';
import { tags } from '../../../src/rerank/features/tags.ts';
import { featuresOf, poolOf, rounded } from './pool.ts';

const unknown = Number.NaN;

t.test('overlap: words that other texts use, and words of other texts', async (t) => {
  // words of the others: {a, b, d, e}, {a, b, c, e}, {a, b, c, d}
  t.strictSame(featuresOf(overlap, poolOf({ written: ['a b c', 'a b d', 'e', ''] })), {
    'overlap.shared': [rounded(2 / 3), rounded(2 / 3), 0, unknown],
    'overlap.covered': [0.5, 0.5, 0, unknown],
  });
  // one text, however many wrote it, has no others
  t.strictSame(featuresOf(overlap, poolOf({ written: ['a b', 'a b'] })), {
    'overlap.shared': [unknown, unknown],
    'overlap.covered': [unknown, unknown],
  });
});

t.test('length: by itself, by the median, from the median, by the dialogue', async (t) => {
  const pool = poolOf({ written: ['a', 'a b', 'a b c d', ''], dialogue: 'a b c d e f g h i' });
  t.strictSame(featuresOf(length, pool), {
    'length.log': [Math.log(2), Math.log(3), Math.log(5), unknown].map(rounded),
    'length.ratio': [0.5, 1, 2, unknown],
    'length.distance': [Math.log(3 / 2), 0, Math.log(5 / 3), unknown].map(rounded),
    'length.source': [Math.log(0.2) ** 2, Math.log(0.3) ** 2, Math.log(0.5) ** 2, unknown].map(rounded),
  });
});

t.test('length: the median counts every row, and lies between two in the middle', async (t) => {
  t.strictSame(featuresOf(length, poolOf({ written: ['a', 'a', 'a b c'] }))['length.ratio'], [1, 1, 3]);
  t.strictSame(featuresOf(length, poolOf({ written: ['a', 'a b c'] }))['length.ratio'], [0.5, 1.5]);
});

t.test('length: nothing is known of a dialogue without words, or of texts without any', async (t) => {
  const found = featuresOf(length, poolOf({ written: ['…'], tokens: [[]] }));
  t.strictSame(found['length.log'], [0]);
  t.strictSame(found['length.ratio'], [unknown]);
  t.strictSame(found['length.source'], [unknown]);
});

t.test('coverage: words and bigrams of the dialogue, both ways', async (t) => {
  // bigrams: ab, bc, cd against ab, bx, then against cb
  const pool = poolOf({ written: ['a b x', 'c b', 'b', ''], dialogue: 'a b c d' });
  t.strictSame(featuresOf(coverage, pool), {
    'coverage.source-words': [0.5, 0.5, 0.25, unknown],
    'coverage.own-words': [rounded(2 / 3), 1, 1, unknown],
    'coverage.source-bigrams': [rounded(1 / 3), 0, 0, unknown],
    'coverage.own-bigrams': [0.5, 0, unknown, unknown],
  });
  t.ok(
    Object.values(featuresOf(coverage, poolOf({ written: ['a b'] })))
      .flat()
      .every(Number.isNaN),
  );
});

t.test('coverage: words count once', async (t) => {
  const found = featuresOf(coverage, poolOf({ written: ['a a a x'], dialogue: 'a a b b' }));
  t.strictSame(found['coverage.source-words'], [0.5]);
  t.strictSame(found['coverage.own-words'], [0.5]);
});

t.test('repetition: n-grams that came before', async (t) => {
  // words a b; bigrams ab ba of four; trigrams aba bab of three. Then four words of six, ab bc cd db of five, all four
  t.strictSame(featuresOf(repetition, poolOf({ written: ['a b a b a', 'a b c d b c', 'a', ''] })), {
    'repetition.words': [0.6, rounded(1 / 3), 0, unknown],
    'repetition.bigrams': [0.5, 0.2, 0, unknown],
    'repetition.trigrams': [rounded(1 / 3), 0, 0, unknown],
  });
});

t.test('sentences: how many', async (t) => {
  const pool = poolOf({ written: ['그는 간다. 그녀는 온다.', 'Mr. Kim pays 3.5 dollars.', ''] });
  t.strictSame(featuresOf(sentences, pool), { 'sentences.count': [2, 1, unknown] });
});

t.test('marks: colons but those of times, quotation and question marks', async (t) => {
  const pool = poolOf({
    written: ['요약: 그는 “왜？”라고 “3:30”에 묻는다.', 'Tom: "Why?"', '그는 간다.', ''],
  });
  t.strictSame(featuresOf(marks, pool), {
    'marks.colons': [1, 1, 0, unknown],
    'marks.quotes': [4, 2, 0, unknown],
    'marks.questions': [1, 1, 0, unknown],
  });
});

t.test('tags: kept, invented, and speakers that are named', async (t) => {
  const dialogue = '#Person1#: Call #PhoneNumber#.\n#Person2#: Ok.';
  const written = [
    '#Person1# calls #PhoneNumber# and #Person3#',
    '#Person2#는 #Person1#과 통화한다.',
    'They talk.',
    '',
  ];
  t.strictSame(featuresOf(tags, poolOf({ written, dialogue })), {
    'tags.kept': [rounded(2 / 3), rounded(2 / 3), 0, unknown],
    'tags.invented': [1, 0, 0, unknown],
    'tags.speakers': [0.5, 1, 0, unknown],
  });
});

t.test('tags: speakers by name, and a dialogue without either', async (t) => {
  const dialogue = 'Ann: Hi!\n지수: 안녕!';
  const written = ['Anna greets.', 'Ann greets 지수.', 'Ann이 지수에게 인사한다.'];
  t.strictSame(featuresOf(tags, poolOf({ written, dialogue })), {
    'tags.kept': [unknown, unknown, unknown],
    'tags.invented': [0, 0, 0],
    'tags.speakers': [0, 1, 1],
  });
  t.strictSame(featuresOf(tags, poolOf({ written: ['a'], dialogue: 'b' }))['tags.speakers'], [unknown]);
});

t.test('support: numbers and names from nowhere', async (t) => {
  const dialogue = 'tom: we meet at three, with 1,000 dollars.\n김민수: 네.';
  const written = [
    'At 3 Tom meets Betty with 1000 dollars.',
    'At 4 and 5 they meet, and Betty meets Carol.',
    'Tom은 김민수 씨, 박지수 씨와 만난다.',
    '',
  ];
  t.strictSame(featuresOf(support, poolOf({ written, dialogue })), {
    'support.numbers': [0, 2, 0, unknown],
    'support.names': [1, 2, 1, unknown],
  });
});

t.test('logprob: by generated tokens, else by words and the end', async (t) => {
  const given = [
    { logprob: -6, length: 4 },
    { logprob: -6 },
    {},
    { logprob: -Infinity, length: 4 },
    { logprob: -1 },
  ];
  const pool = poolOf({ written: ['a b', 'a b', 'c', 'd', ''], given });
  t.strictSame(featuresOf(logprob, pool), {
    'logprob.mean': [-1.5, -2, unknown, unknown, unknown],
    'logprob.missing': [0, 0, 1, 1, unknown],
  });
});

t.test('duplicates: rows with the same text', async (t) => {
  t.strictSame(featuresOf(duplicates, poolOf({ written: ['a', 'b', 'a', '', 'a'] })), {
    'duplicates.log': [Math.log(3), 0, Math.log(3), unknown, Math.log(3)].map(rounded),
  });
});

t.test('scorers: the score, and whether it is there', async (t) => {
  const columns = { cross: Float64Array.of(0.25, unknown, Infinity, 0.5) };
  t.strictSame(featuresOf(scorers, poolOf({ written: ['a', 'b', 'c', ''], columns })), {
    'scorer.*': [0.25, unknown, unknown, unknown],
    'scorer.*.missing': [0, 1, 1, unknown],
  });
});
