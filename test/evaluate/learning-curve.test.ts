import t from 'tap';
import { judgeRung } from '../../src/evaluate/judge-rung.ts';
import { leakWarning } from '../../src/evaluate/leak.ts';
import { learningCurve } from '../../src/evaluate/learning-curve.ts';
import { judgeWithout, systemAdds } from '../../src/evaluate/leave-one-out.ts';
import { bestSingle } from '../../src/evaluate/rungs/best-single.ts';
import { pairwise } from '../../src/evaluate/rungs/pairwise.ts';
import type { SecondStage } from '../../src/evaluate/second-stage.ts';
import { invent, permute } from './invented.ts';

const options = { folds: 4, seed: 42, threshold: 0.85 };
const set = invent({ dialogues: 96, skills: [0.4, 0.4, 0.4], spread: 0.5, insight: 0, hint: 0.8, seed: 2 });

t.test(
  'a curve doubles its dialogues and tells what is gained at each size, whatever the order',
  async (t) => {
    const curve = learningCurve(set, [bestSingle, pairwise], options);
    t.strictSame(
      curve.map(({ dialogues }) => dialogues),
      [5, 9, 18, 36, 72],
    );
    const gains = curve.map(({ rungs }) => rungs[1]?.gain.mean ?? 0);
    // The best of three draws from a range of 50 points lies 12.5 above their mean, and the hint shows most of it.
    t.ok(
      gains.every((gain) => gain > 4 && gain < 14),
      gains.join(' '),
    );
    t.strictSame(curve[0]?.rungs[0]?.gain, { mean: 0, low: 0, high: 0 });
    t.strictSame(learningCurve(permute(set, 5), [bestSingle, pairwise], options), curve);
  },
);

t.test('points with too few dialogues are left out', async (t) => {
  const few = { ...set, pools: set.pools.slice(0, 16) };
  t.strictSame(
    learningCurve(few, [bestSingle], options).map(({ dialogues }) => dialogues),
    [6, 12],
  );
});

t.test('a system adds what the rung loses without it', async (t) => {
  const skilled = invent({ ...{ dialogues: 60, spread: 0.1, insight: 0.5, seed: 3 }, skills: [0.3, 0.7] });
  const without = {
    ...skilled,
    pools: skilled.pools.map((pool) => ({ ...pool, hypothesisOf: Int32Array.of(0, -1) })),
  };
  const judged = judgeRung(skilled, bestSingle, options);
  const less = judgeWithout(without, bestSingle, options, judged);
  const adds = systemAdds(skilled, judged, less, options);
  const expected = judged.scores.map((score, item) => 100 * (score - less[item]!));
  t.ok(Math.abs(adds.mean - expected.reduce((sum, each) => sum + each, 0) / 60) < 1e-9);
  t.ok(adds.low > 30 && adds.high < 50, JSON.stringify(adds));
});

t.test('a claimed gain of a quarter of the oracle gap is suspect', async (t) => {
  const learned = (share: number | null, claims_gain = true) =>
    ({ oracle: { score: 50, share }, auto: { gain: { mean: 2 } }, claims_gain }) as SecondStage;
  t.match(leakWarning(learned(0.25)), /25 % of the 8\.00 points.*a leak until proven otherwise/);
  t.equal(leakWarning(learned(0.24)), undefined);
  t.equal(leakWarning(learned(0.9, false)), undefined);
  t.equal(leakWarning(learned(null)), undefined);
});
