/** `hapui train`: the second stage with what a user should know before trusting it. Costs a few times as much as training alone. */
import { leakWarning } from '../evaluate/leak.ts';
import { learn } from '../evaluate/learn.ts';
import { type CurvePoint, learningCurve } from '../evaluate/learning-curve.ts';
import { systemAdds } from '../evaluate/leave-one-out.ts';
import { rungs } from '../evaluate/rungs/index.ts';
import type { SecondStage } from '../evaluate/second-stage.ts';
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
export const trainReport = (workspace: Workspace): Promise<TrainReport> =>
  withLabelled(workspace, async ({ options, part, labelled }) => {
    const source = await labelled();
    const set = await source();
    const { secondStage } = learn(set, options);
    const rung = rungs.find(({ name }) => name === secondStage.chosen)!;
    const costs = workspace.bills.total(undefined)?.systems ?? [];
    const systems: SystemWorth[] = [];
    for (const id of set.systems)
      systems.push({
        id,
        adds: set.systems.length > 1 ? systemAdds(set, await source(id), rung, options) : null,
        cost_usd: costs.find((cost) => cost.id === id)?.cost_usd ?? null,
      });
    return {
      secondStage: { ...secondStage, seen: await fingerprintsOf(part.inputs.dataset) },
      curve: learningCurve(set, rungs, options),
      systems,
      warning: leakWarning(secondStage),
    };
  });
