import t from 'tap';
import { scoreOf, scoreRows } from '../../src/evaluate/score.ts';
import { rouge101 } from '../../src/metrics/rouge-1.0.1.ts';
import { rougeScore } from '../../src/metrics/rouge-score.ts';

const metric = rougeScore.create({});
const tokens = (text: string) => text.split(' ');
const references = ['a b c d', 'b a', 'x'].map(tokens);

t.test('the best reference is chosen for each type by itself', async (t) => {
  const [row] = scoreRows(metric, [tokens('a b')], references, 'best');
  t.same(
    row?.parts.map(({ precision, recall }) => [precision, recall]),
    [
      [1, 1],
      [1, 1 / 3],
      [1, 0.5],
      [1, 0.5],
    ],
  );
});

t.test('the first of equally good references counts', async (t) => {
  const [row] = scoreRows(metric, [tokens('a b')], ['a b c c', 'a c'].map(tokens).reverse(), 'best');
  t.same(row?.parts[0], { precision: 1, recall: 0.5, fmeasure: 2 / 3 });
});

t.test('the mean is that of every part', async (t) => {
  const [row] = scoreRows(metric, [tokens('a b')], references, 'mean');
  t.same(row?.parts[0], { precision: 2 / 3, recall: 0.5, fmeasure: (2 / 3 + 1 + 0) / 3 });
});

t.test('a message stands only where no reference can be scored', async (t) => {
  const original = rouge101.create({});
  const [empty, full] = scoreRows(original, [[], ['a']], [['a'], []], 'best');
  t.equal(empty?.error, 'Hypothesis is empty.');
  t.equal(full?.error, undefined);
  t.ok(full!.parts[0]!.fmeasure > 0.99);
  t.equal(scoreRows(original, [['a']], [], 'best')[0]?.error, 'Reference is empty.');
});

t.test('the score is the mean of ROUGE-1, -2 and -L', async (t) => {
  const parts = [0.3, 0.6, 0.9, 0.123].map((fmeasure) => ({ precision: 0, recall: 0, fmeasure }));
  t.equal(scoreOf(metric.types, parts).toFixed(12), '0.600000000000');
  t.equal(scoreOf(['other'], parts.slice(0, 1)), 0.3);
});
