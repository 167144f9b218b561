// Expected weights come from scikit-learn 1.9.1 on the same matrix: test/fixtures/learners/make.py.
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import t from 'tap';
import { fitIndicatorLogistic } from '../../../src/rerank/learners/indicator-logistic.ts';
import { logisticPath, type Pairs } from '../../../src/rerank/learners/pairwise-logistic.ts';
import { fitRidge } from '../../../src/rerank/learners/ridge.ts';

const golden = JSON.parse(
  await readFile(new URL('../../fixtures/learners/scikit-learn.json', import.meta.url), 'utf8'),
) as {
  features: number;
  differences: number[];
  weights: number[];
  inputs: number[];
  targets: number[];
  logistic: Record<string, number[]>;
  ridge: Record<string, number[]>;
  examples: number[][];
  shares: number[];
  indicators: Record<string, number[]>;
};
const { features } = golden;
const pairs = {
  features,
  differences: Float64Array.from(golden.differences),
  weights: Float64Array.from(golden.weights),
};
const fitted = (own: Pairs, c: number): Float64Array => logisticPath(own)(c).weights;
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, place) => Math.abs(value - (b[place] ?? Number.NaN))));

t.test('pairwise logistic regression has the weights of scikit-learn', async (t) => {
  for (const [c, wanted] of Object.entries(golden.logistic)) {
    const weights = fitted(pairs, Number(c));
    t.ok(farthest(weights, wanted) < 1e-8, `C = ${c}: ${farthest(weights, wanted)}`);
  }
});

t.test('ridge regression has the weights of scikit-learn', async (t) => {
  const { inputs, targets } = golden;
  const data = { features, inputs: Float64Array.from(inputs), targets: Float64Array.from(targets) };
  for (const [alpha, wanted] of Object.entries(golden.ridge)) {
    const weights = fitRidge(data, { alpha: Number(alpha) });
    t.ok(farthest(weights, wanted) < 1e-9, `alpha = ${alpha}: ${farthest(weights, wanted)}`);
  }
});

t.test('logistic regression on indicators has the weights of scikit-learn', async (t) => {
  const starts = Int32Array.from([0, ...golden.examples.keys()], (_, example) =>
    golden.examples.slice(0, example).reduce((sum, { length }) => sum + length, 0),
  );
  const examples = { starts, properties: Int32Array.from(golden.examples.flat()), width: 6 };
  for (const [c, wanted] of Object.entries(golden.indicators)) {
    const weights = fitIndicatorLogistic(examples, Float64Array.from(golden.shares), { c: Number(c) });
    t.ok(farthest(weights, wanted) < 1e-7, `C = ${c}: ${farthest(weights, wanted)}`);
  }
});

t.test(
  'what no example has weighs 0, and properties that settle every target have finite weights',
  async (t) => {
    const examples = { starts: Int32Array.of(0, 1, 2), properties: Int32Array.of(0, 2), width: 3 };
    const weights = fitIndicatorLogistic(examples, Float64Array.of(1, 0), { c: 1e6 });
    t.equal(weights[1], 0);
    t.ok(weights[0]! > 5 && weights[2]! < -5 && weights.every(Number.isFinite), String(weights));
    const none = { starts: Int32Array.of(0), properties: new Int32Array(), width: 2 };
    t.strictSame([...fitIndicatorLogistic(none, new Float64Array(), { c: 1 })], [0, 0]);
  },
);

t.test('a pair of weight 2 counts as the same pair twice', async (t) => {
  const twice = {
    features,
    differences: Float64Array.of(...golden.differences, ...golden.differences),
    weights: Float64Array.of(...golden.weights, ...golden.weights),
  };
  const heavy = { ...pairs, weights: pairs.weights.map((weight) => 2 * weight) };
  t.ok(farthest(fitted(twice, 0.5), fitted(heavy, 0.5)) < 1e-9);
});

t.test('where a fit begins changes what it finds by rounding alone', async (t) => {
  const half = golden.weights.length >> 1;
  const part = {
    features,
    differences: pairs.differences.subarray(0, half * features),
    weights: pairs.weights.subarray(0, half),
  };
  const start = logisticPath(pairs)(0.5);
  for (const c of [0.01, 0.5, 10]) {
    const { weights } = logisticPath(part, { start })(c);
    t.ok(farthest(weights, fitted(part, c)) < 1e-8, `C = ${c}: ${farthest(weights, fitted(part, c))}`);
  }
});

t.test('nothing is learned from no pairs', async (t) => {
  const none = { features: 3, differences: new Float64Array(0), weights: new Float64Array(0) };
  t.strictSame([...fitted(none, 1)], [0, 0, 0]);
});

t.test('separable pairs and huge values still give finite weights that order the pairs', async () => {
  const value = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }), (rows) => {
      const differences = Float64Array.from(rows.flatMap(([a, b]) => [Math.abs(a) + 1, b]));
      const weights = fitted(
        { features: 2, differences, weights: new Float64Array(rows.length).fill(1) },
        10,
      );
      return weights.every(Number.isFinite);
    }),
    { numRuns: 200 },
  );
});

t.test('the solution is where the gradient vanishes', async () => {
  const value = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value, value), { minLength: 2, maxLength: 15 }), (rows) => {
      const differences = Float64Array.from(rows.flat());
      const c = 0.3;
      const found = fitted({ features: 3, differences, weights: new Float64Array(rows.length).fill(1) }, c);
      const gradient = [0, 1, 2].map(
        (feature) =>
          found[feature]! -
          c *
            rows.reduce((sum, row) => {
              const score = row.reduce((total, each, at) => total + each * found[at]!, 0);
              return sum + row[feature]! / (1 + Math.exp(score));
            }, 0),
      );
      return gradient.every((slope) => Math.abs(slope) < 1e-8);
    }),
  );
});
