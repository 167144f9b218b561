import t from 'tap';
import {
  canonical,
  contenders,
  goldOf,
  type LabelledPool,
  labelledPool,
} from '../../src/evaluate/labelled-pool.ts';
import { invent, permute } from './invented.ts';

const pool: LabelledPool = {
  id: 'x',
  group: 'x',
  rows: Int32Array.of(1, 0, 1),
  ranks: Int32Array.of(1, 0, 0),
  hypothesisOf: Int32Array.of(0, 1, -1),
  eligible: Uint8Array.of(1, 0, 1),
  hypotheses: 2,
  utility: Float64Array.of(1, 0.2, 0.3, 1),
  types: ['rouge1'],
  planes: [Float64Array.of(1, 0.4, 0.6, 1)],
  statics: { rows: 3, width: 2, values: Float64Array.of(1, 2, 3, 4, 5, 6) },
  gold: Float64Array.of(0.5, 0.25),
};

t.test('the canonical order is by system id, then rank; hypotheses follow their rows', async (t) => {
  const set = canonical({
    systems: ['b', 'a'],
    families: ['f', undefined],
    features: ['a', 'b'],
    pools: [pool, { ...pool, id: 'a' }],
  });
  t.strictSame(
    [set.systems, set.families, set.pools.map(({ id }) => id)],
    [
      ['a', 'b'],
      [undefined, 'f'],
      ['a', 'x'],
    ],
  );
  t.match(set.pools[1], {
    rows: Int32Array.of(0, 0, 1),
    ranks: Int32Array.of(0, 1, 0),
    hypothesisOf: Int32Array.of(-1, 0, 1),
    eligible: Uint8Array.of(1, 1, 0),
    utility: Float64Array.of(1, 0.2, 0.3, 1),
    planes: [Float64Array.of(1, 0.4, 0.6, 1)],
    statics: { values: Float64Array.of(5, 6, 1, 2, 3, 4) },
    gold: Float64Array.of(0.5, 0.25),
  });
});

t.test('any order of the same set becomes the same set', async (t) => {
  const set = invent({ dialogues: 7, skills: [0.4, 0.5, 0.3], spread: 0.2, insight: 0.5, seed: 1 });
  const wanted = canonical(set);
  for (const seed of [1, 2, 3]) t.strictSame(canonical(permute(set, seed)), wanted);
});

t.test(
  'rows without text score 0 and never contend; gated rows only where there is nothing else',
  async (t) => {
    t.strictSame(
      [0, 1, 2, -1].map((row) => goldOf(pool, row)),
      [0.5, 0.25, 0, 0],
    );
    t.strictSame(contenders(pool), [0]);
    t.strictSame(contenders({ ...pool, eligible: new Uint8Array(3) }), [0, 1]);
  },
);

t.test('a judged dialogue becomes a pool whose hypotheses are scored by their first rows', async (t) => {
  const made = labelledPool({
    id: 'x',
    group: 'g',
    rows: Int32Array.of(0, 1, 2),
    ranks: new Int32Array(3),
    hypothesisOf: Int32Array.of(1, -1, 1),
    hypotheses: 2,
    utility: new Float64Array(4),
    types: ['rouge1'],
    planes: [new Float64Array(4)],
    statics: { rows: 3, width: 0, values: new Float64Array(0) },
    eligible: [true, false, true],
    gold: Float64Array.of(0.5, Number.NaN, 0.25),
  });
  t.strictSame([...made.eligible], [1, 0, 1]);
  t.equal(made.gold[1], 0.5);
});
