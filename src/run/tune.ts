/** `hapui tune`: generation options of the systems that `tune` names, then the weights of fusion. */
import { eachAnswerOnce } from './costs.ts';
import { checkOverlap } from './overlap.ts';
import { type FusionReport, tuneWeights } from './tune-fusion.ts';
import { type OptionsReport, tuneOptions } from './tune-options.ts';
import type { Workspace } from './workspace.ts';

/** Name of the file inside a run's folder. */
export const tuningFile = 'tuning.json';

export interface TuneReport {
  /** One a system of `tune.systems`, in the order of the config's systems. */
  readonly systems: readonly OptionsReport[];
  readonly fusion: FusionReport;
}

/** Searches one system after the other: each may need all memory or budget. Weights are those of the config's own options. */
export const tune = async (opened: Workspace): Promise<TuneReport> => {
  const { config } = opened.options;
  // fusion meets the answers of trial 0 again, and those that a trial has just paid for
  const workspace = { ...opened, bills: eachAnswerOnce(opened.bills) };
  await checkOverlap(workspace);
  const systems: OptionsReport[] = [];
  for (const system of config.systems)
    if (config.tune && Object.hasOwn(config.tune.systems, system.id))
      systems.push(await tuneOptions(workspace, system));
  return { systems, fusion: await tuneWeights(workspace) };
};
