import t from 'tap';
import { canonical, type LabelledSet } from '../../src/evaluate/labelled-pool.ts';
import { choose, climb } from '../../src/evaluate/ladder.ts';
import { pairedInterval } from '../../src/evaluate/paired.ts';
import { rungs } from '../../src/evaluate/rungs/index.ts';
import { invent, shuffleLabels } from './invented.ts';

const options = { folds: 5, seed: 42, repeats: 1 };
const climbed = (labelled: LabelledSet) => {
  const set = canonical(labelled);
  const clusterOf = Int32Array.from(set.systems.keys());
  const result = climb(rungs, set.pools, { ...set, clusterOf, seed: 42 }, options);
  const groups = set.pools.map(({ group }) => group);
  const gain = pairedInterval({ a: result.auto, b: result.scores[0] as Float64Array, groups }, 1);
  return { ...result, gain };
};
const near = { dialogues: 120, skills: [0.4, 0.41, 0.39, 0.4, 0.41], spread: 0.5, insight: 0.9, seed: 7 };
const unequal = { dialogues: 120, skills: [0.7, 0.3, 0.31, 0.3, 0.29], spread: 0.2, insight: 0.2, seed: 7 };

t.test('the simplest rung within one standard error of the best is chosen', async (t) => {
  const { pools } = invent({ dialogues: 4, skills: [0.5], spread: 0, insight: 0, seed: 1 });
  const simple = Float64Array.of(0.5, 0.5, 0.5, 0.5);
  // Mean difference 0.05; standard errors 0.05 and 0.02.
  const wide = simple.map((score, item) => score + [0.2, 0, 0, 0][item]!);
  const narrow = Float64Array.of(0.6, 0.5, 0.55, 0.55);
  t.equal(choose([simple, wide], pools), 0);
  t.equal(choose([simple, narrow], pools), 1);
  t.equal(choose([simple, narrow, wide], pools), 1);
  t.equal(choose([narrow, simple], pools), 0);
});

t.test('one group proves nothing: the simplest rung stays', async (t) => {
  const pools = invent({ dialogues: 3, skills: [0.5], spread: 0, insight: 0, seed: 1 }).pools.map((pool) => ({
    ...pool,
    group: 'one',
  }));
  t.equal(choose([new Float64Array(3), new Float64Array(3).fill(1)], pools), 0);
});

t.test('among near-equal systems the vote gains, and the gain is shown', async (t) => {
  const { chosen, gain, choices } = climbed(invent(near));
  t.equal(chosen.name, 'mbr');
  t.ok(gain.low > 0.02, `${gain.low}`);
  t.strictSame(choices, [0, 5, 0, 0, 0]);
});

t.test('with one system far ahead the best single system is chosen and no gain claimed', async (t) => {
  const { chosen, gain, choices } = climbed(invent(unequal));
  t.equal(chosen.name, 'best-single');
  t.strictSame([gain.low, gain.mean, gain.high, ...choices], [0, 0, 0, 5, 0, 0, 0, 0]);
});

t.test('shuffled labels teach nothing: no skill is used and no gain claimed', async (t) => {
  for (const seed of [1, 2, 3]) {
    for (const set of [near, unequal]) {
      const { chosen, gain } = climbed(shuffleLabels(invent(set), seed));
      t.ok(['best-single', 'mbr'].includes(chosen.name), chosen.name);
      t.ok(gain.low <= 0, `${gain.low}`);
    }
  }
});

t.test('every dialogue is judged by rungs that never saw its group', async (t) => {
  const set = canonical(invent({ ...near, dialogues: 20 }));
  const pools = set.pools.map((pool, item) => ({ ...pool, group: `g${item >> 1}` }));
  const seen: boolean[] = [];
  const spy = {
    name: 'spy',
    about: 'Looks whether a dialogue comes back.',
    fit: (training: typeof pools) => ({
      select: ({ group }: { group: string }) => {
        seen.push(training.some((pool) => pool.group === group));
        return 0;
      },
      scores: ({ rows }: { rows: Int32Array }) => new Float64Array(rows.length),
    }),
  };
  climb(
    [spy],
    pools,
    { ...set, clusterOf: Int32Array.from(set.systems.keys()), seed: 42 },
    { ...options, repeats: 2 },
  );
  t.ok(seen.length > 0 && seen.every((was) => !was));
});
