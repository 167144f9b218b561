// Expectations are worked by hand from the definitions in the groups.
import t from 'tap';
import { prior } from '../../../src/rerank/features/prior.ts';
import { skilledUtility } from '../../../src/rerank/features/skilled-utility.ts';
import { utility } from '../../../src/rerank/features/utility.ts';
import { featuresOf, poolOf, rounded } from './pool.ts';

/** u(row, column) of three texts by one type. */
const three = {
  written: ['a', 'b', 'c'],
  types: ['rouge1'],
  planes: [Float64Array.of(1, 0.5, 0.2, 0.4, 1, 0.1, 0.3, 0.25, 1)],
};
const unknown = Number.NaN;

t.test('a candidate is judged by all others', async (t) => {
  t.strictSame(featuresOf(utility, poolOf(three)), {
    'utility.*': [0.35, 0.25, 0.275],
    'utility.mean': [0.35, 0.25, 0.275],
    'utility.rank': [1, 0, 0.5],
    'utility.max': [0.5, 0.4, 0.3],
    'utility.min': [0.2, 0.1, 0.25],
    'utility.spread': [0.15, 0.15, 0.025],
  });
});

t.test('the mean is that of all types', async (t) => {
  const [plane] = three.planes;
  const pool = poolOf({ ...three, types: ['rouge1', 'rouge2'], planes: [plane!, plane!.map((u) => u / 2)] });
  const [first, second, mean] = utility.compute(pool).map((values) => Array.from(values, rounded));
  t.strictSame(first, [0.35, 0.25, 0.275]);
  t.strictSame(second, [0.175, 0.125, 0.1375]);
  t.strictSame(mean, [0.2625, 0.1875, 0.20625]);
});

t.test('near-copies share one vote and have none for each other', async (t) => {
  t.strictSame(featuresOf(utility, poolOf({ ...three, clusterOf: Int32Array.of(0, 0, 1) })), {
    'utility.*': [0.2, 0.1, 0.275],
    'utility.mean': [0.2, 0.1, 0.275],
    'utility.rank': [0.5, 0, 1],
    'utility.max': [0.2, 0.1, 0.3],
    'utility.min': [0.2, 0.1, 0.25],
    'utility.spread': [0, 0, 0.025],
  });
});

t.test('the spread weighs votes as the mean does', async (t) => {
  // the first row hears 0.5 and 0.2 with half a vote, 0.8 with a whole one: mean 0.575, and squares
  // (0.5 · 0.075² + 0.5 · 0.375² + 0.225²) / 2 = 0.061875
  const plane = new Float64Array(16);
  plane.set([1, 0.5, 0.2, 0.8]);
  const pool = poolOf({
    written: ['a', 'b', 'c', 'd'],
    types: ['rouge1'],
    planes: [plane],
    clusterOf: Int32Array.of(0, 1, 1, 2),
  });
  const found = featuresOf(utility, pool);
  t.equal(found['utility.mean']?.[0], 0.575);
  t.equal(found['utility.spread']?.[0], rounded(Math.sqrt(0.061875)));
});

t.test(
  'where one cluster votes, rows judge each other and the own vote counts in the mean alone',
  async (t) => {
    const found = featuresOf(utility, poolOf({ ...three, clusterOf: Int32Array.of(0, 0, 0) }));
    t.strictSame(found['utility.mean'], [1.7 / 3, 0.5, 1.55 / 3].map(rounded));
    t.strictSame(found['utility.max'], [0.5, 0.4, 0.3]);
  },
);

t.test('an equal text of another system is a vote', async (t) => {
  const pool = poolOf({ ...three, written: ['a', 'a', 'b', 'c'] });
  const found = featuresOf(utility, pool);
  // the first two hear each other (1) and 0.5, 0.2
  t.strictSame(found['utility.mean'], [1.7 / 3, 1.7 / 3, 0.9 / 3, 0.85 / 3].map(rounded));
  t.strictSame(found['utility.max'], [1, 1, 0.4, 0.3]);
  t.strictSame(found['utility.rank'], [2.5 / 3, 2.5 / 3, 1 / 3, 0].map(rounded));
});

t.test('a row alone has its own vote and nobody else’s; a row without text has nothing', async (t) => {
  const pool = poolOf({ written: ['a', ''], types: ['rouge1'], planes: [Float64Array.of(1)] });
  t.strictSame(featuresOf(utility, pool), {
    'utility.*': [1, unknown],
    'utility.mean': [1, unknown],
    'utility.rank': [0.5, unknown],
    'utility.max': [unknown, unknown],
    'utility.min': [unknown, unknown],
    'utility.spread': [unknown, unknown],
  });
});

t.test('better systems have the greater votes, also for themselves', async (t) => {
  const pool = poolOf({
    written: ['a', 'b', ''],
    types: ['rouge1'],
    planes: [Float64Array.of(1, 0.4, 0.2, 1)],
  });
  // a skill lower by ln 2 / 20 halves the vote: (1 + 0.5 · 0.4) / 1.5 and (0.2 + 0.5) / 1.5
  const skills = Float64Array.of(0.5, 0.5 - Math.LN2 / 20, 0.1);
  t.strictSame(featuresOf(skilledUtility, pool, { skills, intercepts: new Float64Array(3) }), {
    'skilled-utility.*': [0.8, rounded(0.7 / 1.5), unknown],
    'skilled-utility.mean': [0.8, rounded(0.7 / 1.5), unknown],
    'skilled-utility.rank': [1, 0, unknown],
  });
  const none = { skills: new Float64Array(3).fill(unknown), intercepts: new Float64Array(3) };
  t.strictSame(featuresOf(skilledUtility, pool, none)['skilled-utility.mean'], [0.7, 0.6, unknown]);
});

t.test('the prior is the skill and the intercept of the system that wrote it', async (t) => {
  const pool = poolOf({ written: ['a', 'b', '', 'c'], rows: Int32Array.of(1, 0, 0, 2) });
  const skills = Float64Array.of(0.3, 0.4, unknown);
  const intercepts = Float64Array.of(-0.1, 0.2, 0);
  t.strictSame(featuresOf(prior, pool, { skills, intercepts }), {
    'prior.skill': [0.4, 0.3, unknown, unknown],
    'prior.system': [0.2, -0.1, unknown, 0],
  });
});
