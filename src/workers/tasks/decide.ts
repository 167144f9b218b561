/** Second pass over a window of pools: every dialogue decided, as a pure function of (plan, statistics, pool). */
import type { GateStatistics } from '../../ensemble/gates/define.ts';
import { createGates, type GateVerdict, mayWin } from '../../ensemble/gates/index.ts';
import type { GateOptions } from '../../ensemble/gates/options.ts';
import type { Proposal, Shortlisted } from '../../ensemble/merge/define.ts';
import type { Ballot, PolicyDefinition, Selection } from '../../ensemble/policies/define.ts';
import type { FallbackKind } from '../../ensemble/policies/fallback.ts';
import { decide, policies } from '../../ensemble/policies/index.ts';
import { lookUp } from '../../registry.ts';
import { expectedUtilities } from '../../rerank/mbr.ts';
import type { ResolvedVotes } from '../../rerank/votes.ts';
import type { DecisionRecord, ScoreRecord, Tokens } from '../../types.ts';
import { type MergeOutcome, mergePool, proposalsFor, shortlistFor } from './merge.ts';
import { type PoolMessage, type PreparedPool, preparePool } from './prepare.ts';
import { type SecondStageScores, type SecondStageSetup, secondStageScores } from './second-stage.ts';
import { gatedDialogue } from './survey.ts';
import type { PluginSetup, Tools } from './tools.ts';

/** How every dialogue of a run is decided; arrays are by system, in config order. */
export interface DecisionPlan {
  readonly votes: ResolvedVotes;
  readonly gates: GateOptions | 'none';
  readonly statistics: GateStatistics;
  readonly policy: PluginSetup;
  /** Undefined where nothing is merged. */
  readonly merge: PluginSetup | undefined;
  readonly fallback: FallbackKind;
  /** Breaks ties and orders fallbacks: the priors, or the skills where they stand in for them. */
  readonly standing: Float64Array;
  /** Relative weights before any text is seen. */
  readonly priors: Float64Array;
  /** Mean labelled score, 0–1; NaN where a system has none. */
  readonly skills: Float64Array | undefined;
  /** Undefined where no policy looks at the score of the second stage. */
  readonly secondStage: SecondStageSetup | undefined;
}

export interface DecideInput {
  readonly plan: DecisionPlan;
  readonly messages: readonly PoolMessage[];
}

/** A decided dialogue: its records, and figures for the closing table (arrays by row). */
export interface DecidedPool {
  readonly decision: DecisionRecord;
  readonly scores: readonly ScoreRecord[];
  readonly rows: Int32Array;
  readonly lengths: Int32Array;
  readonly expected: Float64Array;
  /** Row that won; −1 for a text that is no candidate. */
  readonly winner: number;
  readonly gold: DecidedGold | undefined;
}

/** Scores against references, a plane a type. */
export interface DecidedGold {
  readonly byType: readonly Float64Array[];
  readonly score: Float64Array;
  readonly result: { readonly byType: readonly number[]; readonly score: number };
  /** Best score among the rows that might have won. */
  readonly oracle: number;
}

/** Decides one window of pools, in order. */
export const decidePools = async (
  { plan, messages }: DecideInput,
  tools: Tools,
): Promise<readonly DecidedPool[]> => {
  const { judge, select } = selector(plan, tools);
  const decided: DecidedPool[] = [];
  for (const message of messages) {
    const { prepared, ballot, selection } = await select(message);
    const outcome =
      plan.merge && selection.kind === 'selected'
        ? await mergePool(
            { prepared, ballot, selection, message, merge: plan.merge, votes: plan.votes, judge },
            tools,
          )
        : undefined;
    decided.push(describe(prepared, ballot, selection, plan, tools, outcome));
  }
  return decided;
};

/** What a merger proposes for each dialogue of a window, in order; none where a fallback stands in. */
export const proposePools = async (
  { plan, messages }: DecideInput,
  tools: Tools,
): Promise<readonly (readonly Proposal[])[]> => {
  const { select } = selector(plan, tools);
  const proposals: (readonly Proposal[])[] = [];
  for (const message of messages) {
    const { prepared, ballot, selection } = await select(message);
    proposals.push(
      plan.merge && selection.kind === 'selected'
        ? proposalsFor({ prepared, ballot, selection }, plan.merge, tools)
        : [],
    );
  }
  return proposals;
};

/**
 * The candidates that a merger which writes is shown of each dialogue, in order; fewer than two where there is nothing to
 * merge: a fallback stands in, or all say the same.
 */
export const shortlistPools = async (
  { plan, messages }: DecideInput,
  tools: Tools,
): Promise<readonly (readonly Shortlisted[])[]> => {
  const { select } = selector(plan, tools);
  const lists: (readonly Shortlisted[])[] = [];
  for (const message of messages) {
    const { prepared, ballot, selection } = await select(message);
    const isMerged = plan.merge && selection.kind === 'selected';
    lists.push(isMerged ? shortlistFor({ prepared, ballot, selection }, plan.merge) : []);
  }
  return lists;
};

/** The plan as a function of a pool. */
const selector = (plan: DecisionPlan, tools: Tools) => {
  const judge = createGates(plan.gates, plan.statistics);
  const policy = lookUp<PolicyDefinition>(
    policies as Record<string, PolicyDefinition>,
    plan.policy.name,
    'policy',
  );
  const options = policy.options.parse(plan.policy.options);
  return {
    judge,
    select: async (message: PoolMessage) => {
      const prepared = await preparePool(message, tools);
      const verdicts = judge(gatedDialogue(prepared));
      const ballot = ballotOf(
        prepared,
        verdicts,
        plan,
        await scoresOf(message, prepared, verdicts, plan, tools),
      );
      return { prepared, ballot, selection: decide(policy, options, ballot, plan.fallback) };
    },
  };
};

const scoresOf = async (
  message: PoolMessage,
  prepared: PreparedPool,
  verdicts: readonly (GateVerdict | undefined)[],
  { secondStage }: DecisionPlan,
  tools: Tools,
): Promise<SecondStageScores | undefined> =>
  secondStage && secondStageScores(message, prepared, verdicts.map(mayWin), secondStage, tools);

/** A prepared pool with its columns of scores. */
export const ballotOf = (
  { pool, rows, collapsed, columns, utility }: PreparedPool,
  verdicts: readonly (GateVerdict | undefined)[],
  { votes, standing, skills }: DecisionPlan,
  secondStage?: SecondStageScores,
): Ballot => ({
  dialogue: pool.dialogue,
  candidates: pool.candidates,
  hypothesisOf: collapsed.hypothesisOf,
  verdicts,
  columns: {
    mbr: expectedUtilities({
      rows,
      hypothesisOf: collapsed.hypothesisOf,
      utility,
      hypotheses: collapsed.hypotheses.length,
      votes,
    }),
    ...columns,
    ...(skills ? { skill: Float64Array.from(rows, (system) => skills[system]!) } : {}),
    ...(secondStage ? { pairwise: secondStage.scores } : {}),
  },
  ...(secondStage ? { explain: secondStage.explain } : {}),
  priors: Float64Array.from(rows, (system) => standing[system]!),
});

const describe = (
  prepared: PreparedPool,
  ballot: Ballot,
  selection: Selection,
  plan: DecisionPlan,
  tools: Tools,
  outcome: MergeOutcome | undefined,
): DecidedPool => {
  const selected = decisionRecord(prepared, ballot, selection, tools);
  const decision = outcome ? mergedRecord(selected, outcome) : selected;
  const winner = outcome?.merged ? -1 : (selection.row ?? -1);
  return {
    decision,
    scores: scoreRecords(prepared, ballot, selection, plan),
    rows: prepared.rows,
    lengths: Int32Array.from(prepared.outputs, (text) => [...text.trim()].length),
    expected: ballot.columns.mbr!,
    winner,
    gold: goldOf(prepared, ballot, winner, decision.summary, outcome?.merged?.tokens),
  };
};

const decisionRecord = (
  { outputs }: PreparedPool,
  { dialogue, candidates }: Ballot,
  selection: Selection,
  tools: Tools,
): DecisionRecord => {
  const own = selection.row === undefined ? undefined : candidates[selection.row];
  const picked = selection.kind === 'selected' ? selection : undefined;
  const second = picked?.runnerUp === undefined ? undefined : candidates[picked.runnerUp]!;
  return {
    id: dialogue.id,
    summary:
      selection.row === undefined
        ? tools.output.clean((selection as { text: string }).text)
        : outputs[selection.row]!,
    kind: selection.kind,
    system: own?.system ?? null,
    candidate: own?.candidate ?? null,
    score: picked?.score ?? null,
    margin: picked?.margin ?? null,
    runner_up: second
      ? {
          system: second.system,
          candidate: second.candidate,
          score: picked!.scores[picked!.runnerUp!]!,
        }
      : null,
    reasons: [...selection.reasons, ...notesOf(candidates)],
  };
};

/** What the systems say of their candidates, once each. */
const notesOf = (candidates: Ballot['candidates']): string[] => [
  ...new Set(candidates.flatMap(({ system, note }) => (note === undefined ? [] : [`${system}: ${note}`]))),
];

/** A merged text takes the place of the selected candidate, which becomes the runner-up. */
const mergedRecord = (selected: DecisionRecord, { merged, reason }: MergeOutcome): DecisionRecord =>
  merged === undefined
    ? { ...selected, reasons: [...selected.reasons, reason] }
    : {
        ...selected,
        summary: merged.text,
        kind: 'merged',
        system: null,
        candidate: null,
        score: merged.score,
        margin: merged.gain,
        runner_up: {
          system: selected.system!,
          candidate: selected.candidate!,
          score: merged.selectedScore,
        },
        reasons: [reason, ...selected.reasons],
      };

const numberOrNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

const scoreRecords = (
  { pool, rows, collapsed }: PreparedPool,
  ballot: Ballot,
  selection: Selection,
  { priors }: DecisionPlan,
): ScoreRecord[] => {
  const fused = selection.kind === 'selected' ? selection.scores : undefined;
  const present = [...new Set(rows)].reduce((sum, system) => sum + priors[system]!, 0);
  const rank = ranksOf(ballot, fused, selection.row);
  return pool.candidates.map((candidate, row) => {
    const hypothesis = collapsed.hypothesisOf[row]!;
    const verdict = ballot.verdicts[row];
    return {
      id: pool.dialogue.id,
      system: candidate.system,
      candidate: candidate.candidate,
      text: candidate.text,
      count: hypothesis < 0 ? 1 : collapsed.hypotheses[hypothesis]!.rows.length,
      status: candidate.status,
      gate: verdict
        ? { name: verdict.gate, reason: verdict.reason, ...(verdict.lifted ? { lifted: true as const } : {}) }
        : null,
      prior: present > 0 ? priors[rows[row]!]! / present : 0,
      logprob: candidate.logprob ?? null,
      scores: Object.fromEntries(
        Object.entries(ballot.columns).map(([name, column]) => [name, numberOrNull(column[row])]),
      ),
      fused: numberOrNull(fused?.[row]),
      rank: rank[row]!,
    };
  });
};

/** Places of the rows: the winner, then those that may win by score, then the gated ones by score. */
const ranksOf = (ballot: Ballot, fused: Float64Array | undefined, winner: number | undefined): number[] => {
  const tier = (row: number): number =>
    row === winner ? 0 : ballot.hypothesisOf[row]! < 0 ? 3 : mayWin(ballot.verdicts[row]) ? 1 : 2;
  const score = (row: number): number => {
    const value = fused?.[row] ?? Number.NaN;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const order = [...ballot.candidates.keys()].sort(
    (a, b) =>
      tier(a) - tier(b) ||
      compare(score(b), score(a)) ||
      compare(ballot.priors[b]!, ballot.priors[a]!) ||
      a - b,
  );
  const rank = new Array<number>(order.length);
  for (const [place, row] of order.entries()) rank[row] = place;
  return rank;
};

/** Difference that also works for infinities and NaN. */
const compare = (a: number, b: number): number => (a === b || Number.isNaN(a) || Number.isNaN(b) ? 0 : a - b);

const goldOf = (
  prepared: PreparedPool,
  ballot: Ballot,
  row: number,
  summary: string,
  tokens?: Tokens,
): DecidedGold | undefined => {
  const { gold, rows } = prepared;
  if (!gold) return undefined;
  const eligible = [...rows.keys()].filter(
    (each) => ballot.hypothesisOf[each]! >= 0 && mayWin(ballot.verdicts[each]),
  );
  const [own, place] = row < 0 ? [prepared.scoreText(summary, tokens), 0] : [gold, row];
  return {
    ...gold,
    result: { byType: own.byType.map((plane) => plane[place]!), score: own.score[place]! },
    oracle: Math.max(own.score[place]!, ...eligible.map((each) => gold.score[each]!)),
  };
};
