/** `hapui train`: the second stage with what a user should know before trusting it. Costs a few times as much as training alone. */
import type { LabelledSet } from '../evaluate/labelled-pool.ts';
import { leakWarning } from '../evaluate/leak.ts';
import type { LearnOptions } from '../evaluate/learn.ts';
import type { CurvePoint } from '../evaluate/learning-curve.ts';
import { systemAdds } from '../evaluate/leave-one-out.ts';
import type { SecondStage } from '../evaluate/second-stage.ts';
import { mapOrdered } from '../workers/ordered.ts';
import type { LabelledSource } from './labelled.ts';
import { type Learning, withLearning } from './learning.ts';
import { checkOverlap } from './overlap.ts';
import { fingerprintsOf } from './seen.ts';
import { withLabelled } from './with-labelled.ts';
import type { Workspace } from './workspace.ts';

/** What one system is worth to the ensemble. */
export interface SystemWorth {
  readonly id: string;
  /** Points that the chosen rung loses without it, out of fold; null where it is the only system. */
  readonly adds: SecondStage['auto']['gain'] | null;
  /** What its answers on the labelled dialogues cost; null where that is not known. */
  readonly cost_usd: number | null;
}

export interface TrainReport {
  readonly secondStage: SecondStage;
  readonly curve: readonly CurvePoint[];
  readonly systems: readonly SystemWorth[];
  /** Why the gain is suspect; undefined where it is not. */
  readonly warning: string | undefined;
}

/** Trains anew and judges what was learned from every side. */
export const trainReport = async (workspace: Workspace): Promise<TrainReport> => {
  // what a run would refuse to use is not learned
  await checkOverlap(workspace);
  return withLabelled(workspace, async ({ options, part, labelled }) => {
    const source = await labelled();
    const set = await source();
    return withLearning(workspace, set, options, async (learning) => {
      const { secondStage } = await learning.learn();
      const costs = workspace.bills.total(undefined)?.systems ?? [];
      return {
        secondStage: { ...secondStage, seen: await fingerprintsOf(part.inputs.dataset) },
        curve: await learning.curve(),
        systems: (await worths(set, source, secondStage.chosen, options, learning)).map((worth) => ({
          ...worth,
          cost_usd: costs.find(({ id }) => id === worth.id)?.cost_usd ?? null,
        })),
        warning: leakWarning(secondStage),
      };
    });
  });
};

/** Sets without a system that are held at once: one is made while the one before is learned from. */
const setsAtOnce = 2;

/** What each system adds to the rung, in the order of the set. */
const worths = async (
  set: LabelledSet,
  source: LabelledSource,
  rung: string,
  options: LearnOptions,
  learning: Learning,
): Promise<Pick<SystemWorth, 'id' | 'adds'>[]> => {
  const { systems } = set;
  if (systems.length < 2) return systems.map((id) => ({ id, adds: null }));
  const judged = await learning.judge(rung);
  async function* setsWithout() {
    for (const id of systems) yield { id, set: await source(id) };
  }
  const worth = async (without: { readonly id: string; readonly set: LabelledSet }) => ({
    id: without.id,
    adds: systemAdds(set, judged, await learning.judgeWithout({ set: without.set, rung, judged }), options),
  });
  const found: Awaited<ReturnType<typeof worth>>[] = [];
  for await (const each of mapOrdered(setsWithout(), setsAtOnce, worth)) found.push(each);
  return found;
};
