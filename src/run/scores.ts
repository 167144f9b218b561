/** The pass that gets the columns of `rerank`, one scorer after the other: a later one may look at an earlier one's scores. */
import type { Config } from '../config/index.ts';
import type { Pool } from '../types.ts';
import {
  fillScores,
  forecastScores,
  type OwedScores,
  type ScoreOptions,
  storedScores,
} from './fill-scores.ts';
import type { FillReport } from './fill-units.ts';
import type { OpenedPart } from './part.ts';
import { poolsOf } from './passes.ts';
import { stage } from './progress.ts';
import { createScoreTable, type ScoreTable } from './score-table.ts';
import type { EvidentPool } from './score-units.ts';
import type { RunningScorer } from './scorers.ts';
import { type RunStatistics, votesOf } from './statistics.ts';
import { refuseStopped, shareStop } from './stop.ts';
import type { Workspace } from './workspace.ts';

/** What the pass over the scorers gave. */
export interface Scores {
  /** One a scorer, in config order. */
  readonly reports: readonly FillReport[];
  /** What goes to the threads with a pool; undefined where there are no scorers. */
  readonly columnsOf: ScoreTable['columnsOf'] | undefined;
}

/** Gets all columns. Where failures are known, or nothing may be written, no scorer is asked. */
export const scoreAll = async (
  workspace: Workspace,
  part: OpenedPart,
  statistics: RunStatistics,
): Promise<Scores> => {
  const { config, progress, stop, failures, readOnly } = workspace.options;
  if (part.scorers.length === 0) return { reports: [], columnsOf: undefined };
  const table = createScoreTable();
  const reports: FillReport[] = [];
  for (const scorer of part.scorers) {
    const windows = windowsFor(scorer, workspace, part, statistics, table);
    const common = { windows, seed: config.seed, column: table.add(scorer.id) };
    const report = await stage(progress, `score ${scorer.id}`, part.selection.size, () =>
      scorer.stage && (failures || readOnly)
        ? storedScores(scorer, { ...common, failures })
        : fillScores(scorer, {
            ...common,
            itemMs: config.deadlines.item_seconds * 1000,
            startMs: config.deadlines.start_seconds * 1000,
            stop: shareStop(stop),
            redact: workspace.redact,
            onNote: (text) => progress.note(text),
          }),
    );
    refuseStopped(stop);
    // What follows needs no model: its memory goes to whoever comes next.
    await scorer.close();
    if (scorer.definition.cost === 'paid') workspace.bills.add(`rerank.${scorer.id}`, report.report);
    reports.push(report);
  }
  return { reports, columnsOf: table.columnsOf };
};

/** What paid scorers would be asked for, and the columns as far as they are stored. */
export interface ScoreForecast {
  readonly owed: readonly (OwedScores & { readonly scorer: string })[];
  readonly columnsOf: ScoreTable['columnsOf'];
  /** Whether the columns are what they will be in the run. */
  readonly isComplete: boolean;
}

/**
 * What paid scorers would be asked for. `isComplete`: whether all candidates are there; what is not counts with as many
 * questions as a dialogue can have.
 */
export const forecastAll = async (
  workspace: Workspace,
  part: OpenedPart,
  statistics: RunStatistics,
  isComplete: boolean,
): Promise<ScoreForecast> => {
  const { config, progress } = workspace.options;
  const table = createScoreTable();
  const owed: (OwedScores & { readonly scorer: string })[] = [];
  const unknown = new Set<string>();
  for (const scorer of part.scorers) {
    const windows = windowsFor(scorer, workspace, part, statistics, table);
    const options = { windows, seed: config.seed, column: table.add(scorer.id) };
    const isKnown = isComplete && scorer.needs?.some((column) => unknown.has(column)) !== true;
    const found = await stage(progress, `forecast ${scorer.id}`, part.selection.size, () =>
      forecastScores(scorer, { ...options, isComplete: isKnown }),
    );
    if (found) owed.push({ scorer: scorer.id, ...found });
    if (!isKnown || (found?.owed ?? (await missingScores(scorer, options))) > 0) unknown.add(scorer.id);
  }
  return { owed, columnsOf: table.columnsOf, isComplete: isComplete && unknown.size === 0 };
};

/** Takes what is stored of other scorers, for those that look at their columns; counts what is not. */
const missingScores = async (scorer: RunningScorer, options: ScoreOptions): Promise<number> =>
  (await storedScores(scorer, { ...options, failures: undefined })).quarantined.length;

/** Windows of pools, with evidence where the scorer needs it. */
const windowsFor = (
  { needs }: RunningScorer,
  workspace: Workspace,
  part: OpenedPart,
  statistics: RunStatistics,
  table: ScoreTable,
): AsyncIterable<readonly EvidentPool[]> => {
  const { config, progress } = workspace.options;
  const pools = counted(poolsOf(workspace, part), (count) => progress.advance(count));
  if (needs === undefined) return withoutEvidence(pools);
  const votes = votesOf(plainVotes(config), part.scoring.setup.systems, statistics);
  const { gates: limits, priors } = statistics;
  const input = { votes, gates: config.gates, statistics: limits, priors, needs };
  return part.scoring.forEachWindow(
    pools,
    async (threads, messages) => {
      const evidence = await threads.run('evidence', { ...input, messages });
      return messages.map(({ pool }, place) => ({ pool, evidence: evidence[place]! }));
    },
    table.columnsOf,
  );
};

async function* withoutEvidence(windows: AsyncIterable<readonly Pool[]>): AsyncGenerator<EvidentPool[]> {
  for await (const pools of windows) yield pools.map((pool) => ({ pool }));
}

async function* counted(
  windows: AsyncIterable<readonly Pool[]>,
  onPools: (count: number) => void,
): AsyncGenerator<readonly Pool[]> {
  for await (const pools of windows) {
    yield pools;
    onPools(pools.length);
  }
}

/** Skills are learned after the scores, from them among others: what scorers see of the votes must not depend on skills. */
const plainVotes = ({ mbr: { votes } }: Config): Config['mbr']['votes'] =>
  votes.weights === 'skill' ? { ...votes, weights: 'uniform' } : votes;
