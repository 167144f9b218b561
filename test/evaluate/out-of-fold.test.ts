import t from 'tap';
import { outOfFoldScores } from '../../src/evaluate/out-of-fold.ts';
import { pairwise } from '../../src/evaluate/rungs/pairwise.ts';
import { invent, permute } from './invented.ts';

const set = invent({
  dialogues: 40,
  skills: [0.4, 0.42, 0.38],
  spread: 0.4,
  insight: 0.3,
  hint: 0.5,
  seed: 9,
});
const options = { folds: 5, seed: 42, threshold: 0.85 };

t.test('every candidate of every dialogue has a score, by system and rank', async (t) => {
  const scores = outOfFoldScores(set, pairwise, options);
  t.equal(scores.size, 40);
  t.strictSame(
    scores.get('d0007')?.map(({ system, candidate }) => [system, candidate]),
    [
      ['s0', 0],
      ['s1', 0],
      ['s2', 0],
    ],
  );
  t.ok([...scores.values()].flat().every(({ score }) => Number.isFinite(score)));
});

t.test('labels of a dialogue and of its near-duplicates never reach its own scores', async (t) => {
  const grouped = { ...set, pools: set.pools.map((pool, item) => ({ ...pool, group: `g${item >> 1}` })) };
  const before = outOfFoldScores(grouped, pairwise, options);
  const changed = {
    ...grouped,
    pools: grouped.pools.map((pool) =>
      pool.group === 'g3' ? { ...pool, gold: pool.gold.map((gold) => 1 - gold) } : pool,
    ),
  };
  const after = outOfFoldScores(changed, pairwise, options);
  for (const id of ['d0006', 'd0007']) t.strictSame(after.get(id), before.get(id), id);
  t.notSame(after.get('d0000'), before.get('d0000'), 'others learn from it');
});

t.test('the order of systems, candidates and dialogues changes no bit', async (t) => {
  const wanted = [...outOfFoldScores(set, pairwise, options)].sort();
  t.strictSame([...outOfFoldScores(permute(set, 3), pairwise, options)].sort(), wanted);
});
