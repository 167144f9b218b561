import fc from 'fast-check';
import t from 'tap';
import { rouge101 } from '../../src/metrics/rouge-1.0.1.ts';
import { pythonSplit } from '../../src/text/python.ts';
import type { Tokens } from '../../src/types.ts';

import { metricContract } from '../contract/metric.ts';

metricContract({ definition: rouge101 });

const metric = rouge101.create({});

type Parts = readonly [precision: number, recall: number, fmeasure: number];
type Scores = readonly Parts[] | string;

const score = (hypothesis: Tokens, reference: Tokens): Scores =>
  cellScores(metric.matrix([hypothesis], [reference]), 0);

const cellScores = (matrix: ReturnType<typeof metric.matrix>, cell: number): Scores =>
  matrix.errors.get(cell) ??
  metric.types.map((_, type) => [
    matrix.precision[type]![cell]!,
    matrix.recall[type]![cell]!,
    matrix.fmeasure[type]![cell]!,
  ]);

// The definition, word for word: sets of joined n-grams, a full table of lengths, a recursive traceback.

const sentencesOf = (text: string): string[][] =>
  text
    .split('.')
    .filter((piece) => piece.length > 0)
    .map((piece) => pythonSplit(piece).join(' ').split(' '));

const ngrams = (words: string[], n: number): Set<string> =>
  new Set(words.slice(n - 1).map((_, start) => words.slice(start, start + n).join(' ')));

const tracedWords = (x: string[], y: string[]): string[] => {
  const table = [...x, ''].map(() => new Array<number>(y.length + 1).fill(0));
  table.push(new Array<number>(y.length + 1).fill(0));
  for (let i = 1; i <= x.length; i++) {
    for (let j = 1; j <= y.length; j++) {
      table[i]![j] =
        x[i - 1] === y[j - 1] ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!);
    }
  }
  const walk = (i: number, j: number): string[] => {
    if (i === 0 || j === 0) return [];
    if (x[i - 1] === y[j - 1]) return [...walk(i - 1, j - 1), x[i - 1]!];
    return table[i - 1]![j]! > table[i]![j - 1]! ? walk(i - 1, j) : walk(i, j - 1);
  };
  return walk(x.length, y.length);
};

const parts = (shared: number, hypothesis: number, reference: number): Parts => {
  const precision = hypothesis === 0 ? 0 : shared / hypothesis;
  const recall = reference === 0 ? 0 : shared / reference;
  return [precision, recall, 2 * ((precision * recall) / (precision + recall + 1e-8))];
};

const defined = (hypothesis: Tokens, reference: Tokens): Scores => {
  const left = sentencesOf(hypothesis.join(' '));
  const right = sentencesOf(reference.join(' '));
  if (left.length === 0) return 'Hypothesis is empty.';
  if (right.length === 0) return 'Reference is empty.';
  const ofN = (n: number): Parts => {
    const [own, other] = [ngrams(left.flat(), n), ngrams(right.flat(), n)];
    return parts([...own].filter((gram) => other.has(gram)).length, own.size, other.size);
  };
  const union = new Set(right.flatMap((x) => left.flatMap((y) => tracedWords(x, y))));
  return [ofN(1), ofN(2), parts(union.size, new Set(left.flat()).size, new Set(right.flat()).size)];
};

/** Few words, so that texts share many; every special token of the package is among them. */
const text = (maxLength: number) =>
  fc.array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'e') },
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 }).map(String) },
      { weight: 1, arbitrary: fc.constantFrom('.', '.', '3.5', '', ' ', 'x y', '..', '\u001cz', '\ufeff') },
    ),
    { maxLength },
  );

t.test('scores are those of the definition, in every bit', async (t) => {
  fc.assert(
    fc.property(
      fc.array(text(24), { minLength: 1, maxLength: 5 }),
      fc.array(text(24), { maxLength: 4 }),
      (h, r) => {
        const matrix = metric.matrix(h, r);
        const expected = h.flatMap((own) => r.map((other) => defined(own, other)));
        t.same(
          expected.map((_, cell) => cellScores(matrix, cell)),
          expected,
        );
      },
    ),
    { seed: 1, numRuns: 400 },
  );
});

t.test('sentences longer than 32 words are matched over several blocks', async (t) => {
  const word = fc.oneof(fc.constantFrom('a', 'b', 'c', '.'), fc.integer({ min: 0, max: 60 }).map(String));
  const long = fc.array(word, { minLength: 30, maxLength: 160 });
  fc.assert(
    fc.property(long, long, (hypothesis, reference) => {
      t.same(score(hypothesis, reference), defined(hypothesis, reference));
    }),
    { seed: 2, numRuns: 150 },
  );
});

t.test('a text against itself has precision and recall 1, and F just below', async (t) => {
  const same = score(['a', 'b', 'a', '.', 'c'], ['a', 'b', 'a', '.', 'c']);
  t.same(
    same,
    [1, 2, 3].map(() => [1, 1, 2 * (1 / (2 + 1e-8))]),
  );
});

t.test('repeated words count once', async (t) => {
  t.equal((score(['a', 'a', 'a'], ['a']) as Parts[])[0]![0], 1);
});

t.test('hypothesis and reference may not be exchanged', async (t) => {
  const [x, y] = [
    ['c', 'c', 'a'],
    ['c', 'a', 'c'],
  ];
  t.equal((score(x, y) as Parts[])[2]![0], 0.5);
  t.equal((score(y, x) as Parts[])[2]![0], 1);
});

t.test('texts without a word score 0 and keep the message of the package', async (t) => {
  const matrix = metric.matrix([['a'], [], ['.', '']], [['a'], ['...']]);
  t.same(
    [...matrix.errors],
    [
      [1, 'Reference is empty.'],
      [2, 'Hypothesis is empty.'],
      [3, 'Hypothesis is empty.'],
      [5, 'Reference is empty.'],
    ],
  );
  t.equal(matrix.fmeasure[0]![3], 0);
  // ". " has a blank piece, which is a sentence of one empty word.
  t.notOk(matrix.errors.has(4));
});

t.test('a matrix does not depend on what the metric scored before', async (t) => {
  const groups = fc.array(fc.array(text(40), { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(groups, (pools) => {
      for (const pool of pools) t.same(metric.matrix(pool, pool), rouge101.create({}).matrix(pool, pool));
    }),
    { seed: 3, numRuns: 60 },
  );
});
