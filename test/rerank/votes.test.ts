import t from 'tap';
import { type ConfigError, HapuiError } from '../../src/errors.ts';
import {
  type ResolvedVotes,
  resolveVotes,
  rowVotes,
  skillWeights,
  votesOptions,
} from '../../src/rerank/votes.ts';

const systems = ['a', 'b', 'c', 'd'];
const electorate = {
  systems,
  clusterOf: Int32Array.of(0, 0, 1, 2),
  priors: Float64Array.of(1, 2, 0, 1),
};
const votes = (changes: Partial<ResolvedVotes> = {}): ResolvedVotes => ({
  voters: [true, true, true, true],
  weight: new Float64Array(4).fill(1),
  clusterOf: electorate.clusterOf,
  ownCluster: 'out',
  ...changes,
});
const refusal = (run: () => unknown): ConfigError => {
  try {
    run();
  } catch (error) {
    if (error instanceof HapuiError) return error;
  }
  throw new Error('nothing was refused');
};

t.test('by default all vote alike, clusters once and never for their own', async (t) => {
  const resolved = resolveVotes(votesOptions.parse({}), electorate);
  t.strictSame(resolved, votes());
});

t.test('without clusters every system stands alone and votes for itself', async (t) => {
  const resolved = resolveVotes(votesOptions.parse({ clusters: 'none' }), electorate);
  t.strictSame([...resolved.clusterOf], [0, 1, 2, 3]);
  t.equal(resolved.ownCluster, 'in');
});

t.test('weights by prior or skill keep the own vote', async (t) => {
  const byPrior = resolveVotes(votesOptions.parse({ weights: 'prior' }), electorate);
  t.strictSame([[...byPrior.weight], byPrior.ownCluster], [[1, 2, 0, 1], 'in']);
  const skills = Float64Array.of(0.5, 0.4, 0.3, Number.NaN);
  const bySkill = resolveVotes(votesOptions.parse({ weights: 'skill' }), { ...electorate, skills });
  t.strictSame([bySkill.weight, bySkill.ownCluster], [skillWeights(skills), 'in']);
});

t.test('only the systems named in `by` vote, and unknown names are refused', async (t) => {
  t.strictSame(resolveVotes(votesOptions.parse({ by: ['b', 'd'] }), electorate).voters, [
    false,
    true,
    false,
    true,
  ]);
  const error = refusal(() => resolveVotes(votesOptions.parse({ by: ['B'] }), electorate));
  t.match([error.code, error.problem.fix], ['config-unknown-name', /"b"/]);
});

t.test('skill weights without skills are a conflict', async (t) => {
  const error = refusal(() => resolveVotes(votesOptions.parse({ weights: 'skill' }), electorate));
  t.equal(error.code, 'config-conflict');
});

t.test('a skill weight is exp(20 · distance to the best), the median where skill is unknown', async (t) => {
  const weights = skillWeights(Float64Array.of(0.4, 0.45, Number.NaN, 0.3));
  t.strictSame(
    [...weights],
    [Math.exp(20 * (0.4 - 0.45)), 1, Math.exp(20 * (0.4 - 0.45)), Math.exp(20 * (0.3 - 0.45))],
  );
  const even = skillWeights(Float64Array.of(0.45, 0.4, Number.NaN));
  t.equal(even[2], (1 + Math.exp(20 * (0.4 - 0.45))) / 2);
  t.strictSame([...skillWeights(Float64Array.of(Number.NaN, Number.NaN))], [1, 1]);
});

t.test('a cluster splits one vote over its members, a system over its candidates', async (t) => {
  // a twice, b, c; a and b are one cluster. d is absent.
  const split = rowVotes(Int32Array.of(0, 0, 1, 2), Int32Array.of(0, 1, 2, 3), votes());
  t.strictSame([...split.weight], [0.25, 0.25, 0.5, 1]);
  t.equal(split.leaveOut, true);
});

t.test('absent members and empty candidates take no part of the vote', async (t) => {
  const split = rowVotes(Int32Array.of(0, 0, 1, 2), Int32Array.of(0, -1, -1, 1), votes());
  t.strictSame([...split.weight], [1, 0, 0, 1]);
});

t.test('a system that does not vote leaves the whole vote to its cluster', async (t) => {
  const split = rowVotes(
    Int32Array.of(0, 1, 2),
    Int32Array.of(0, 1, 2),
    votes({ voters: [true, false, true, true] }),
  );
  t.strictSame([...split.weight], [1, 0, 1]);
});

t.test('where only one cluster votes, its own votes are in', async (t) => {
  t.equal(rowVotes(Int32Array.of(0, 1), Int32Array.of(0, 1), votes()).leaveOut, false);
  const weightless = votes({ weight: Float64Array.of(1, 1, 0, 1) });
  t.equal(rowVotes(Int32Array.of(0, 1, 2), Int32Array.of(0, 1, 2), weightless).leaveOut, false);
});
