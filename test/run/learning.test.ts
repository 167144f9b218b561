import t from 'tap';
import { judgeRung } from '../../src/evaluate/judge-rung.ts';
import { learn } from '../../src/evaluate/learn.ts';
import { learningCurve } from '../../src/evaluate/learning-curve.ts';
import { judgeWithout } from '../../src/evaluate/leave-one-out.ts';
import { rungs } from '../../src/evaluate/rungs/index.ts';
import { pairwise } from '../../src/evaluate/rungs/pairwise.ts';
import { type Learning, withLearning } from '../../src/run/learning.ts';
import { silentProgress } from '../../src/run/progress.ts';
import { createStop } from '../../src/run/stop.ts';
import type { Workspace } from '../../src/run/workspace.ts';
import { invent } from '../evaluate/invented.ts';

const options = { folds: 2, repeats: 1, seed: 42, threshold: 0.85, signature: 'invented', inputs: {} };
const set = (dialogues: number) =>
  invent({ dialogues, skills: [0.4, 0.45, 0.4], spread: 0.4, insight: 0.5, hint: 0.6, seed: 5 });

const learnedBy = async (own: ReturnType<typeof set>, workers: number, stop = createStop(0)) => {
  const workspace = { options: { progress: silentProgress, stop }, workers } as unknown as Workspace;
  const without = { ...own, pools: own.pools.map((pool) => ({ ...pool, eligible: Uint8Array.of(0, 1, 1) })) };
  return withLearning(workspace, own, options, async ({ learn, curve, judge, judgeWithout }: Learning) => {
    const judged = await judge('pairwise');
    return {
      secondStage: (await learn()).secondStage,
      curve: await curve(),
      judged,
      less: await judgeWithout({ set: without, rung: 'pairwise', judged }),
    };
  });
};

t.test('what is learned in threads is what is learned in one go', async (t) => {
  const own = set(100);
  const judged = judgeRung(own, pairwise, options);
  const without = { ...own, pools: own.pools.map((pool) => ({ ...pool, eligible: Uint8Array.of(0, 1, 1) })) };
  const expected = {
    secondStage: learn(own, options).secondStage,
    curve: learningCurve(own, rungs, options),
    judged,
    less: judgeWithout(without, pairwise, options, judged),
  };
  for (const workers of [1, 2]) t.strictSame(await learnedBy(own, workers), expected, `${workers} threads`);
});

t.test('a run that is to end learns no further', async (t) => {
  for (const dialogues of [20, 100]) {
    const stop = createStop(0);
    stop.drain('Ctrl-C');
    await t.rejects(learnedBy(set(dialogues), 1, stop), { code: 'stopped' });
  }
});
