/** Answers labelled dialogues under trial options and scores them; what is answered is stored as a run would store it. */
import type { SystemConfig } from '../config/index.ts';
import { GeneratorError } from '../errors.ts';
import { goldOf, type LabelledPool } from '../evaluate/labelled-pool.ts';
import { type FillReport, fillStore } from './fill.ts';
import type { OpenedPart } from './part.ts';
import { readPools } from './pools.ts';
import { refuseStopped, shareStop } from './stop.ts';
import { openSystems, type RunSystem } from './systems.ts';
import { readWindows, type Selection } from './windows.ts';
import type { Workspace } from './workspace.ts';

/** The labelled dialogues, opened for trials of one system. */
export interface TrialBench {
  readonly workspace: Workspace;
  /** With the system as its config says. */
  readonly part: OpenedPart;
  /** By position. */
  readonly groups: readonly string[];
}

/** Scores by position, and how many dialogues have no answer. */
export interface TrialScores {
  /** Aligned with the positions asked for, 0–1: of the first candidate, 0 where there is none. */
  readonly scores: Float64Array;
  readonly failed: number;
  readonly reason: string | undefined;
}

/** Positions of dialogues that the system answers together. */
export const unitsOf = async ({ part }: TrialBench): Promise<number[][]> => {
  const [system] = part.systems;
  const { dataset } = part.inputs;
  const units: number[][] = [];
  for await (const { dialogues } of readWindows(dataset, selectionOf(dataset.size, undefined)))
    for (const unit of system?.stored?.generator.cut(dialogues) ?? dialogues.map((_, place) => [place]))
      units.push(unit.map((place) => dialogues[place]!.index));
  return units;
};

const selectionOf = (size: number, positions: readonly number[] | undefined): Selection => {
  const chosen = positions && new Set(positions);
  return {
    size: chosen?.size ?? size,
    windows: Math.ceil(size / 64),
    has: (index) => chosen?.has(index) ?? true,
  };
};

/** Opens the system with these options, asks for what is not stored, scores, and closes it. */
export const scoreTrial = async (
  bench: TrialBench,
  system: SystemConfig,
  positions: readonly number[],
): Promise<TrialScores> => {
  const { part, workspace } = bench;
  const { store, host, hostOptions, plugins, workers, budget, options } = workspace;
  const { config, tables, env } = options;
  const world = { config, tables, host, hostOptions, env, plugins, workers, purse: budget };
  const opened = await openSystems([system], { ...part.inputs, systems: [] }, world, store);
  try {
    const [trial] = opened.systems as [RunSystem];
    const selection = selectionOf(part.inputs.dataset.size, positions);
    const filled = await fill(bench, trial, selection);
    const scores = await scoresOf(bench, trial, selection);
    return {
      scores: Float64Array.from(positions, (position) => scores.get(position) ?? 0),
      failed: filled?.quarantined.length ?? 0,
      reason: filled?.quarantined[0]?.reason,
    };
  } finally {
    await opened.close();
  }
};

const fill = async (
  { part, workspace }: TrialBench,
  { id, stored }: RunSystem,
  selection: Selection,
): Promise<FillReport | undefined> => {
  if (!stored) return undefined;
  const { options, redact, bills } = workspace;
  const { config, progress, stop } = options;
  const filled = await fillStore(stored.generator, {
    dataset: part.inputs.dataset,
    selection,
    stage: stored.stage,
    seed: config.seed,
    itemMs: config.deadlines.item_seconds * 1000,
    startMs: config.deadlines.start_seconds * 1000,
    stop: shareStop(stop),
    redact,
    isNew: bills.isNew,
    onAnswers: (count) => progress.advance(count),
    onNote: (text) => progress.note(text),
  });
  if (stored.generator.definition.cost === 'paid') bills.add(id, filled.report);
  refuseStopped(stop);
  return filled;
};

/** Score of the first candidate by position. */
const scoresOf = async (
  { part, workspace, groups }: TrialBench,
  system: RunSystem,
  selection: Selection,
): Promise<ReadonlyMap<number, number>> => {
  const found = new Map<number, number>();
  const pools = readPools(part.inputs.dataset, selection, [system.source()]);
  const windows = part.scoring.forEachWindow(
    pools,
    async (threads, messages) => ({
      positions: messages.map(({ pool }) => pool.dialogue.index),
      labelled: await threads.run('label', {
        gates: 'none',
        statistics: { endings: new Map() },
        messages,
        groups: messages.map(({ pool }) => groups[pool.dialogue.index]!),
        features: { clusterOf: new Int32Array(1), scorers: [] },
      }),
    }),
    undefined,
    { sources: true },
  );
  for await (const { positions, labelled } of windows) {
    refuseStopped(workspace.options.stop);
    for (const [place, pool] of labelled.entries()) found.set(positions[place]!, firstScore(pool));
  }
  return found;
};

const firstScore = (pool: LabelledPool): number => {
  let first = -1;
  for (const [row, rank] of pool.ranks.entries()) if (first < 0 || rank < pool.ranks[first]!) first = row;
  return goldOf(pool, first);
};

/** Throws `generator` where a system gives no answer at all under its own options: there is nothing to compare with. */
export const requireAnswers = (
  { id }: SystemConfig,
  asked: number,
  { failed, reason }: TrialScores,
): void => {
  if (failed < asked) return;
  throw new GeneratorError('generator', {
    where: `systems.${id}`,
    found: `no answer to any of ${asked} labelled dialogues under the config’s own options (${reason ?? 'no reason'})`,
    expected: 'a system that works',
    fix: '`hapui plan` and `hapui run --limit 1` tell more.',
  });
};
