// Expectations are what a reader would take for a name.
import t from 'tap';
import { findNames } from '../../src/text/names.ts';

const namesIn = (summary: string, dialogue = '', others: readonly string[] = []): string[] => [
  ...findNames(dialogue, [summary, ...others]).of(summary),
];

t.test('a capital inside a sentence is a name, at its start it is none', async (t) => {
  t.strictSame(namesIn('Then Betty meets McDonald, Carol and O. She likes it. They go.'), [
    'Betty',
    'McDonald',
    'Carol',
  ]);
  t.strictSame(namesIn('“Hello,” he said. "Fine."\nLater they left.'), []);
  t.strictSame(namesIn('#Person1# Betty와 Tom을 만난다'), ['Betty', 'Tom']);
});

t.test('what is a name in one text is one in all of them', async (t) => {
  t.strictSame(namesIn('Betty leaves.', 'tom: where is Betty?'), ['Betty']);
  t.strictSame(namesIn('Betty leaves.', '', ['He sees Betty.']), ['Betty']);
});

t.test('Korean names stand before 씨', async (t) => {
  t.strictSame(namesIn('김민수 씨와 스미스씨는 이 씨를 만났다.'), ['김민수', '스미스', '이']);
  t.strictSame(namesIn('아저씨가 날씨와 글씨, 마음씨를 본다. 좋은 씨앗이다.'), []);
});

t.test('a dialogue has a cased name in any case, a Korean one anywhere', async (t) => {
  const { isKnown } = findNames('tom: 김민수씨!', []);
  t.strictSame(['Tom', 'TOM', 'Tommy', 'To', '민수', '지수'].map(isKnown), [
    true,
    true,
    false,
    false,
    true,
    false,
  ]);
});

t.test('long runs of white space take linear time', async (t) => {
  const start = performance.now();
  t.strictSame(namesIn(`${'a'.padEnd(200_000)}.${'b'.padEnd(200_000)}Tom`), ['Tom']);
  t.ok(performance.now() - start < 1000);
});
