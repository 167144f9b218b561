import t from 'tap';
import { createEvaluation } from '../../src/evaluate/evaluation.ts';
import type { RowScore } from '../../src/evaluate/score.ts';
import { rouge101 } from '../../src/metrics/rouge-1.0.1.ts';

const metric = rouge101.create({});
const row = (score: number, error?: string): RowScore => ({
  parts: metric.types.map(() => ({ precision: score, recall: score, fmeasure: score })),
  ...(error === undefined ? {} : { error }),
});

/** The first file is better on every row; the third lacks the first row, the fourth has none of the others. */
const evaluated = () => {
  const evaluation = createEvaluation(metric, 4, 1);
  for (let index = 0; index < 40; index++) {
    const base = 0.2 + (index % 7) / 20;
    const scores = [
      row(base + 0.1),
      row(base),
      index === 0 ? undefined : row(base + (index % 2 ? 0.11 : 0.09)),
    ];
    evaluation.add({
      topic: index < 10 ? 'a' : undefined,
      length: index,
      scores: [...scores, index === 0 ? row(0, 'Hypothesis is empty.') : undefined],
    });
  }
  return evaluation;
};

t.test('means are over the rows that a file has', async (t) => {
  const files = evaluated().files();
  t.match(files, [
    { rows: 40, missing: 0, errors: 0 },
    { rows: 40, missing: 0, errors: 0 },
    { rows: 39, missing: 1, errors: 0 },
    { rows: 1, missing: 39, errors: 1, score: 0 },
  ]);
  const [first, second] = files;
  t.ok(Math.abs(first!.score - second!.score - 10) < 1e-9);
  t.ok(first!.interval.low < first!.score && first!.score < first!.interval.high);
  t.ok(Math.abs(100 * first!.means[2]!.recall - first!.score) < 1e-9);
});

t.test(
  'the best of the complete files is compared with each other one on the rows that both have',
  async (t) => {
    const [clear, close, single] = evaluated().comparisons();
    t.match(
      [clear, close, single],
      [
        { best: 0, other: 1, rows: 40 },
        { best: 0, other: 2, rows: 39 },
        { best: 0, other: 3, rows: 1 },
      ],
    );
    t.ok(clear!.low > 9.9 && clear!.high < 10.1 && clear!.p < 0.001);
    t.ok(close!.low < 0 && close!.high > 0 && close!.p > 0.05);
  },
);

t.test('rows without a topic are a topic of their own', async (t) => {
  t.same(
    evaluated()
      .topics()
      .map(({ name, rows }) => [name, rows]),
    [
      ['(none)', 30],
      ['a', 10],
    ],
  );
  t.equal(evaluated().lengths().length, 4);
  t.same(createEvaluation(metric, 1, 1).topics(), []);
});
