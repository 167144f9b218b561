/** Second pass: decides every pool and writes what comes of it. */
import type { Pool } from '../types.ts';
import type { WorkerPool } from '../workers/pool.ts';
import type { DecidedPool, DecisionPlan } from '../workers/tasks/decide.ts';
import type { PoolMessage } from '../workers/tasks/prepare.ts';
import { type Counts, createCounts } from './counts.ts';
import type { OutputFiles } from './outputs.ts';
import type { ColumnsOf, Scoring } from './scoring.ts';
import { createTally, type Tally } from './tally.ts';

export interface DecideOptions {
  readonly pools: AsyncIterable<readonly Pool[]>;
  readonly scoring: Scoring;
  /** Scores of further scorers. */
  readonly columnsOf?: ColumnsOf | undefined;
  readonly plan: DecisionPlan;
  readonly outputs: OutputFiles;
  /** Number of dialogues to come. */
  readonly dialogues: number;
  readonly onPools?: ((count: number) => void) | undefined;
}

/** Decides all pools in input order. */
export const decideAll = async (options: DecideOptions): Promise<Tally & { readonly counts: Counts }> => {
  const { pools, scoring, columnsOf, plan, outputs, dialogues, onPools } = options;
  const counts = createCounts();
  const tally = createTally(scoring.setup.systems, dialogues, scoring.types);
  const windows = scoring.forEachWindow(
    pools,
    async (threads, messages) =>
      threads.run('decide', { plan, messages: await withProposals(scoring, threads, plan, messages) }),
    columnsOf,
    { sources: plan.secondStage !== undefined },
  );
  for await (const window of windows) {
    for (const decided of window) {
      await outputs.add(decided);
      tally.add(entryOf(decided));
      counts.add(decided.decision, decided.scores);
    }
    onPools?.(window.length);
  }
  return { ...tally.take(), counts: counts.take() };
};

/** The messages with what a merger makes of their candidates, where there is one. */
const withProposals = async (
  scoring: Scoring,
  threads: WorkerPool,
  plan: DecisionPlan,
  messages: readonly PoolMessage[],
): Promise<readonly PoolMessage[]> =>
  plan.merge ? scoring.withProposals(messages, await threads.run('propose', { plan, messages })) : messages;

const entryOf = ({ decision, scores, rows, lengths, expected, winner, gold }: DecidedPool) => ({
  rows,
  first: scores.map(({ candidate }) => candidate === 0),
  lengths,
  expected,
  winner,
  merged: decision.kind === 'merged',
  summaryLength: [...decision.summary].length,
  scores: gold,
});
