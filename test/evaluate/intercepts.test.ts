import t from 'tap';
import { fitPairwise } from '../../src/evaluate/fit-pairwise.ts';
import { indicators, interceptSpread, partIntercepts } from '../../src/evaluate/intercepts.ts';
import { invent, inventedFeatures } from './invented.ts';

const [pool] = invent({ dialogues: 1, skills: [0.4, 0.4, 0.3], spread: 0.1, insight: 0, seed: 1 }).pools;

t.test('indicators are centred on the rows that may win', async (t) => {
  const held = { ...pool!, eligible: Uint8Array.of(1, 1, 0) };
  t.strictSame(indicators(held, [0, 1], 3), {
    rows: 3,
    width: 3,
    values: Float64Array.from(
      [
        [0.5, -0.5, 0],
        [-0.5, 0.5, 0],
        [-0.5, -0.5, 1],
      ].flat(),
    ),
  });
});

t.test(
  'an intercept is what one unit of its indicator is worth; nothing where it never differed',
  async (t) => {
    t.strictSame(partIntercepts(Float64Array.of(1, 3, 4), Float64Array.of(2, 0.5, 0), 1), {
      weights: Float64Array.of(1),
      scales: Float64Array.of(2),
      intercepts: Float64Array.of(6, 0),
    });
  },
);

t.test('the spread of intercepts is their deviation within dialogues', async (t) => {
  t.equal(interceptSpread([pool!], Float64Array.of(1, 1, 1)), 0);
  t.equal(interceptSpread([{ ...pool!, eligible: Uint8Array.of(1, 0, 1) }], Float64Array.of(3, 9, 1)), 1);
});

/** The feature `hint` of one system is shifted: across systems it misleads, among candidates of a system it tells gold. */
const misled = invent({
  dialogues: 200,
  skills: [0.4, 0.4, 0.2],
  spread: 0.3,
  insight: 0,
  hint: 0.8,
  seed: 3,
});
const shifted = misled.pools.map((each) => ({
  ...each,
  statics: {
    ...each.statics,
    values: each.statics.values.map((value, at) => (at === 4 ? value + 1 : value)),
  },
}));

t.test('a system that a feature flatters is held down by its intercept, the feature is kept', async (t) => {
  const context = {
    systems: misled.systems,
    clusterOf: Int32Array.of(0, 1, 2),
    features: inventedFeatures,
    seed: 1,
    strength: 0.1,
  };
  const fit = fitPairwise(shifted, context);
  t.ok(fit.weights[inventedFeatures.indexOf('hint')]! > 0.1, `${fit.weights}`);
  t.ok(fit.intercepts[2]! < Math.min(fit.intercepts[0]!, fit.intercepts[1]!), `${fit.intercepts}`);
  for (const one of shifted.slice(0, 20)) {
    const scores = fit.scores(one);
    t.ok(scores[2]! < Math.max(scores[0]!, scores[1]!));
  }
});
