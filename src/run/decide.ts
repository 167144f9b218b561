/** Second pass: decides every pool and writes what comes of it. */
import type { Proposal } from '../ensemble/merge/define.ts';
import type { Pool } from '../types.ts';
import type { WorkerPool } from '../workers/pool.ts';
import type { DecidedPool, DecisionPlan } from '../workers/tasks/decide.ts';
import type { PoolMessage } from '../workers/tasks/prepare.ts';
import { type Counts, createCounts } from './counts.ts';
import type { ProposalsOf } from './merges.ts';
import type { OutputFiles } from './outputs.ts';
import type { ColumnsOf, Scoring } from './scoring.ts';
import { createTally, type Tally } from './tally.ts';

export interface DecideOptions {
  readonly pools: AsyncIterable<readonly Pool[]>;
  readonly scoring: Scoring;
  /** Scores of further scorers. */
  readonly columnsOf?: ColumnsOf | undefined;
  readonly plan: DecisionPlan;
  /** Texts that were written for merging, where the merger has them written. */
  readonly proposalsOf?: ProposalsOf | undefined;
  readonly outputs: OutputFiles;
  /** Number of dialogues to come. */
  readonly dialogues: number;
  readonly onPools?: ((count: number) => void) | undefined;
}

/** Decides all pools in input order. */
export const decideAll = async (options: DecideOptions): Promise<Tally & { readonly counts: Counts }> => {
  const { pools, scoring, columnsOf, plan, outputs, dialogues, onPools } = options;
  const propose = proposerOf(options);
  const counts = createCounts();
  const tally = createTally(scoring.setup.systems, dialogues, scoring.types);
  const windows = scoring.forEachWindow(
    pools,
    async (threads, messages) =>
      threads.run('decide', {
        plan,
        messages: propose
          ? await scoring.withProposals(messages, await propose(threads, messages))
          : messages,
      }),
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

/** Proposals for each message of a window. */
type Proposer = (
  threads: WorkerPool,
  messages: readonly PoolMessage[],
) => Promise<readonly (readonly Proposal[])[]>;

/** What a merger makes of the candidates, or has had written of them; undefined where nothing is merged. */
const proposerOf = ({ plan, proposalsOf }: DecideOptions): Proposer | undefined => {
  if (plan.merge === undefined) return undefined;
  if (proposalsOf === undefined) return (threads, messages) => threads.run('propose', { plan, messages });
  return async (threads, messages) => {
    const lists = await threads.run('shortlist', { plan, messages });
    return Promise.all(messages.map(({ pool }, place) => proposalsOf(pool, lists[place]!)));
  };
};

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
