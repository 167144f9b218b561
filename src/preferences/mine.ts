/** From a dialogue with scores to pairs: proposed by a strategy, judged by the filters. A pure function of (plan, pool). */

import { createRandom } from '../random.ts';
import { lookUp } from '../registry.ts';
import { type AgreementCounts, addAgreement, agreementOf } from './agreement.ts';
import type { ProposedPair } from './filters/define.ts';
import { createFilters } from './filters/index.ts';
import type { FiltersOptions } from './filters/options.ts';
import { type MinedPool, type MinedRow, scoresOf } from './pool.ts';
import { judgedPairs, rankTexts } from './rank.ts';
import type { Proposal, Strategy, StrategyOptions } from './strategies/define.ts';
import { strategies } from './strategies/index.ts';
import type { DroppedPair, DropReason, PairSide } from './types.ts';

/** How pairs are mined; plain data. */
export interface MiningPlan {
  readonly strategy: string;
  readonly strategyOptions: StrategyOptions;
  /** Sources that must agree, the deciding one first. */
  readonly sources: readonly string[];
  readonly filters: FiltersOptions;
  readonly seed: number;
}

/** What became of one dialogue: `considered` pairs are either kept or dropped. */
export interface MinedPairs {
  readonly considered: number;
  readonly kept: readonly ProposedPair[];
  readonly dropped: readonly DroppedPair[];
  readonly agreement: AgreementCounts;
  /** Name of the strategy; `judged` where somebody chose the pairs. */
  readonly strategy: string;
}

export type Miner = (pool: MinedPool) => MinedPairs;

/** Name under which pairs stand that a file of verdicts brought along. */
export const judgedStrategy = 'judged';

/** Prepares strategy and filters once. */
export const createMiner = (plan: MiningPlan): Miner => {
  const strategy = lookUp<Strategy>(strategies, plan.strategy, 'strategy', 'preferences.strategy');
  const context = { sources: plan.sources, margin: plan.strategyOptions.band };
  const filters = createFilters(plan.filters, context);
  return (pool) => {
    const { pairs, name } = propose(pool, plan, strategy);
    let kept = pairs;
    const dropped: DroppedPair[] = [];
    for (const filter of filters) {
      if (kept.length === 0) break;
      const verdicts = filter.judge(kept, pool);
      for (const [place, pair] of kept.entries()) {
        const detail = verdicts[place];
        if (detail !== undefined) dropped.push(droppedPair(pair, pool, filter.name, detail, { plan, name }));
      }
      kept = kept.filter((_, place) => verdicts[place] === undefined);
    }
    return {
      considered: pairs.length,
      kept,
      dropped: dropped.sort((a, b) => a.number - b.number),
      agreement: pairs.map(({ scores }) => agreementOf(scores)).reduce(addAgreement, {}),
      strategy: name,
    };
  };
};

const propose = (
  pool: MinedPool,
  { sources, seed, strategyOptions }: MiningPlan,
  strategy: Strategy,
): { readonly pairs: readonly ProposedPair[]; readonly name: string } => {
  const view = pool.views[sources[0] ?? ''];
  const name = view?.kind === 'verdicts' ? judgedStrategy : strategy.name;
  const complete = (proposals: readonly (Proposal & { readonly isDisputed?: boolean })[]) => ({
    name,
    pairs: proposals.map((proposal, number) => proposedPair(proposal, number, pool)),
  });
  if (view === undefined) return complete([]);
  if (view.kind === 'verdicts') return complete(judgedPairs(pool.rows, view));
  const random = createRandom(seed, 'pairs', strategy.name, pool.dialogue.id);
  return complete(
    strategy.propose({ ranked: rankTexts(pool.rows, view.scores), options: strategyOptions, random }),
  );
};

const proposedPair = (
  { chosen, rejected, isDisputed = false }: Proposal & { readonly isDisputed?: boolean },
  number: number,
  { rows, views }: MinedPool,
): ProposedPair => ({
  number,
  chosen: rows[chosen.row]!,
  rejected: rows[rejected.row]!,
  chosenScore: chosen.score,
  rejectedScore: rejected.score,
  margin: chosen.score - rejected.score,
  isDisputed,
  scores: Object.fromEntries(
    Object.entries(views).map(([name, view]) => {
      const [own, other] = scoresOf(view, chosen.row, rejected.row);
      return [name, { chosen: own, rejected: other }];
    }),
  ),
});

/** A side as it is written. */
export const sideOf = ({ text, system, candidate }: MinedRow, score: number): PairSide => ({
  text,
  system,
  candidate,
  score,
});

const droppedPair = (
  { number, chosen, rejected, chosenScore, rejectedScore, margin }: ProposedPair,
  { dialogue }: MinedPool,
  reason: DropReason,
  detail: string,
  { plan, name }: { readonly plan: MiningPlan; readonly name: string },
): DroppedPair => ({
  id: dialogue.id,
  number,
  reason,
  detail,
  chosen: sideOf(chosen, chosenScore),
  rejected: sideOf(rejected, rejectedScore),
  margin,
  strategy: name,
  source: plan.sources[0]!,
});
