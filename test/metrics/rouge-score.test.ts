import fc from 'fast-check';
import t from 'tap';
import { rougeScore } from '../../src/metrics/rouge-score.ts';
import type { Tokens } from '../../src/types.ts';
import { metricContract } from '../contract/metric.ts';

metricContract({ definition: rougeScore });

const metric = rougeScore.create({});

type Parts = readonly [precision: number, recall: number, fmeasure: number];

const score = (hypothesis: Tokens, reference: Tokens): Parts[] => {
  const { precision, recall, fmeasure } = metric.matrix([hypothesis], [reference]);
  return metric.types.map((_, type) => [precision[type]![0]!, recall[type]![0]!, fmeasure[type]![0]!]);
};

// The definition, word for word: counters of joined n-grams, full tables, an index set a line of the reference.

const linesOf = (tokens: Tokens): string[][] => {
  const lines: string[][] = [[]];
  for (const token of tokens) {
    if (token === '\n') lines.push([]);
    else lines.at(-1)!.push(token);
  }
  return lines;
};

const counter = (words: readonly string[], n: number): Map<string, number> => {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= words.length; start++) {
    const gram = JSON.stringify(words.slice(start, start + n));
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
};

const size = (counts: Map<string, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);

const clipped = (a: Map<string, number>, b: Map<string, number>): number =>
  [...a].reduce((sum, [gram, count]) => sum + Math.min(count, b.get(gram) ?? 0), 0);

const parts = (shared: number, hypothesis: number, reference: number): Parts => {
  const precision = shared / Math.max(hypothesis, 1);
  const recall = shared / Math.max(reference, 1);
  return [precision, recall, precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0];
};

/** Positions in the reference of one longest common subsequence. */
const alignedIndices = (reference: string[], hypothesis: string[]): number[] => {
  const table = Array.from({ length: reference.length + 1 }, () =>
    new Array<number>(hypothesis.length + 1).fill(0),
  );
  for (let i = 1; i <= reference.length; i++) {
    for (let j = 1; j <= hypothesis.length; j++) {
      table[i]![j] =
        reference[i - 1] === hypothesis[j - 1]
          ? table[i - 1]![j - 1]! + 1
          : Math.max(table[i - 1]![j]!, table[i]![j - 1]!);
    }
  }
  const indices: number[] = [];
  let [i, j] = [reference.length, hypothesis.length];
  while (i > 0 && j > 0) {
    if (reference[i - 1] === hypothesis[j - 1]) {
      indices.unshift(i - 1);
      i -= 1;
      j -= 1;
    } else if (table[i]![j - 1]! > table[i - 1]![j]!) j -= 1;
    else i -= 1;
  }
  return indices;
};

const defined = (hypothesis: Tokens, reference: Tokens): Parts[] => {
  const [own, other] = [linesOf(hypothesis), linesOf(reference)];
  const [words, otherWords] = [own.flat(), other.flat()];
  const ofN = (n: number): Parts => {
    const [a, b] = [counter(words, n), counter(otherWords, n)];
    return parts(clipped(a, b), size(a), size(b));
  };
  const union = other.flatMap((line) => {
    const indices = new Set(own.flatMap((ownLine) => alignedIndices(line, ownLine)));
    return [...indices].map((index) => line[index]!);
  });
  const length = alignedIndices(otherWords, words).length;
  return [
    ofN(1),
    ofN(2),
    parts(length, words.length, otherWords.length),
    parts(clipped(counter(union, 1), counter(words, 1)), words.length, otherWords.length),
  ];
};

const text = (maxLength: number, range: number) =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c') },
      { weight: 4, arbitrary: fc.integer({ min: 0, max: range }).map(String) },
      { weight: 1, arbitrary: fc.constantFrom('\n', '\n', '.', '') },
    ),
    { maxLength },
  );

t.test('scores are those of the definition, in every bit', async (t) => {
  fc.assert(
    fc.property(text(30, 9), text(30, 9), (hypothesis, reference) => {
      t.same(score(hypothesis, reference), defined(hypothesis, reference));
    }),
    { seed: 1, numRuns: 500 },
  );
});

t.test('long lines are aligned over several blocks', async (t) => {
  fc.assert(
    fc.property(text(150, 40), text(150, 40), (hypothesis, reference) => {
      t.same(score(hypothesis, reference), defined(hypothesis, reference));
    }),
    { seed: 2, numRuns: 120 },
  );
});

t.test('a repeated word counts as often as both texts have it', async (t) => {
  t.same(score(['a', 'a', 'a'], ['a', 'a'])[0], [2 / 3, 1, 0.8]);
});

t.test('line breaks change rougeLsum only', async (t) => {
  const [flat, lines] = [score(['a', 'b'], ['b', 'a']), score(['a', '\n', 'b'], ['b', 'a'])];
  t.same(flat.slice(0, 3), lines.slice(0, 3));
  t.same([flat[3]![2], lines[3]![2]], [0.5, 1]);
});

t.test('texts without a token score 0, without a message', async (t) => {
  const { errors, fmeasure } = metric.matrix([[], ['\n']], [[], ['a']]);
  t.equal(errors.size, 0);
  t.ok(fmeasure.every((plane) => plane.every((value) => value === 0)));
});
