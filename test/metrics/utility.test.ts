import t from 'tap';
import { mix } from '../../src/metrics/utility.ts';
import type { MetricMatrix } from '../../src/types.ts';

const planes = [
  [0.2, 0.4],
  [0, 1],
].map((plane) => Float64Array.from(plane));
const matrix: MetricMatrix = {
  hypotheses: 2,
  references: 1,
  precision: planes,
  recall: planes,
  fmeasure: planes,
  errors: new Map(),
};
const types = ['rouge1', 'rouge2'];

t.test('weights are relative', async (t) => {
  t.same([...mix(matrix, types, { rouge1: 3, rouge2: 1 })], [0.75 * 0.2, 0.75 * 0.4 + 0.25]);
  t.same(mix(matrix, types, { rouge1: 6, rouge2: 2 }), mix(matrix, types, { rouge1: 3, rouge2: 1 }));
});

t.test('a type without a weight counts nothing', async (t) => {
  t.same([...mix(matrix, types, { rouge2: 5 })], [0, 1]);
});

t.test('a weight of an unknown type is refused', async (t) => {
  t.throws(() => mix(matrix, types, { rouge3: 1 }), { code: 'config-unknown-name' });
});

t.test('weights without a positive sum are refused', async (t) => {
  for (const weights of [{}, { rouge1: 0 }, { rouge1: -1, rouge2: 2 }, { rouge1: Number.NaN }]) {
    t.throws(() => mix(matrix, types, weights), { code: 'config-value' });
  }
});
