/**
 * Merging a decided dialogue: a merged text is a candidate of no system. It must win the same votes by `min_gain`, pass the
 * gates and be faithful; else the selection stands, and why is told.
 */
import type { Cleaner } from '../../dialogues/clean/index.ts';
import type { GateJudge } from '../../ensemble/gates/index.ts';
import type { MergerDefinition, Proposal, Shortlisted } from '../../ensemble/merge/define.ts';
import { refuse } from '../../ensemble/merge/guards/index.ts';
import { mergers } from '../../ensemble/merge/index.ts';
import { sharedMergeOptions } from '../../ensemble/merge/options.ts';
import { type Ballot, isEligible, type Picked } from '../../ensemble/policies/define.ts';
import { mix } from '../../metrics/utility.ts';
import { lookUp } from '../../registry.ts';
import { duel, type Electors } from '../../rerank/mbr.ts';
import { shortlist } from '../../rerank/shortlist.ts';
import type { ResolvedVotes } from '../../rerank/votes.ts';
import type { Tokens } from '../../types.ts';
import type { PoolMessage, PreparedPool } from './prepare.ts';
import { countTokens } from './survey.ts';
import type { PluginSetup, Tools } from './tools.ts';

/** A dialogue with what its selection was. */
export interface Selected {
  readonly prepared: PreparedPool;
  readonly ballot: Ballot;
  readonly selection: Picked;
}

/** A merged text that stands in for the selected one. */
export interface Merged {
  /** As it is written out. */
  readonly text: string;
  readonly tokens: Tokens;
  /** Expected utility by those votes that also judged the selected one anew. */
  readonly score: number;
  readonly gain: number;
  /** Expected utility of the selected candidate by the same votes. */
  readonly selectedScore: number;
}

/** What became of merging, in a sentence for the user. */
export interface MergeOutcome {
  readonly merged?: Merged;
  readonly reason: string;
}

const mergerOf = (name: string): MergerDefinition =>
  lookUp(mergers as Readonly<Record<string, MergerDefinition>>, name, 'merger', 'ensemble.merge');

/** Texts that a merger that edits proposes for a selection, as they would be written out; none of one that writes. */
export const proposalsFor = (selected: Selected, merge: PluginSetup, tools: Tools): readonly Proposal[] => {
  const merger = mergerOf(merge.name);
  if (merger.cost !== 'free') return [];
  const { ballot, prepared } = selected;
  const input = {
    dialogue: ballot.dialogue,
    shortlist: shortlistFor(selected, merge),
    systemOf: (row: number) => ballot.candidates[row]!.system,
  };
  const known = new Set(prepared.outputs);
  return merger
    .propose(input, merger.options.parse(merge.options))
    .map((proposal) => ({ ...proposal, text: tools.output.clean(proposal.text) }))
    .filter(({ text }) => text.trim() !== '' && !known.has(text));
};

/** The selected row, then the best of other texts by what the selection compared, or a more diverse choice of them. */
export const shortlistFor = (
  { prepared, ballot, selection }: Selected,
  merge: PluginSetup,
): Shortlisted[] => {
  const { top_k, lambda } = sharedMergeOptions.parse(merge.options);
  const { hypothesisOf, priors, columns } = ballot;
  const best = shortlist(
    {
      scores: selection.scores,
      expected: columns.mbr!,
      hypothesisOf,
      hypotheses: prepared.collapsed.hypotheses.length,
      utility: prepared.utility,
      priors,
      eligible: priors.map((_, row) => Number(isEligible(ballot, row))),
    },
    { top_k, lambda },
  );
  const others = best.filter((row) => hypothesisOf[row] !== hypothesisOf[selection.row]);
  return [selection.row, ...others].slice(0, top_k).map((row) => ({ row, text: prepared.outputs[row]! }));
};

export interface MergeCase extends Selected {
  readonly message: PoolMessage;
  readonly merge: PluginSetup;
  readonly votes: ResolvedVotes;
  readonly judge: GateJudge;
}

interface MergeTrial extends MergeCase {
  readonly proposals: readonly Proposal[];
  /** Tokens of a proposal, in its compared or written form. */
  tokensOf(text: string): Tokens;
}

/** The distinct forms of proposals that are tokenised: as they are compared, and as they are written out. */
export const proposalTexts = (proposals: readonly Proposal[], comparison: Cleaner): readonly string[] => [
  ...new Set(proposals.flatMap(({ text }) => [comparison.clean(text), text])),
];

/** Merges a dialogue, if what came with it is worth it. */
export const mergePool = async (given: MergeCase, tools: Tools): Promise<MergeOutcome> => {
  const { proposals = [], tokens } = given.message;
  const texts = proposalTexts(proposals, tools.comparison);
  const lists = tokens === undefined ? ((await tools.tokenizer?.tokenize(texts)) ?? []) : [];
  const own = tokens ?? new Map(texts.map((text, place) => [text, lists[place]!]));
  return tryMerges({ ...given, proposals, tokensOf: (text) => own.get(text) ?? [] }, tools);
};

/** Tries the proposals: the first of those with the most votes wins, if it wins. O(P·H) pairs for P proposals. */
const tryMerges = (trial: MergeTrial, tools: Tools): MergeOutcome => {
  const { proposals, prepared, tokensOf } = trial;
  const options = sharedMergeOptions.parse(trial.merge.options);
  if (proposals.length === 0) return { reason: `nothing to merge: ${mergerOf(trial.merge.name).nothing}` };
  const compared = proposals.map(({ text }) => tokensOf(tools.comparison.clean(text)));
  const matrix = tools.metric.matrix(compared, prepared.tokens);
  const utility = mix(matrix, tools.metric.types, tools.setup.weights);
  const width = prepared.tokens.length;
  const trials = proposals
    .map((proposal, place) =>
      judged(trial, proposal, utility.subarray(place * width, (place + 1) * width), compared[place]!),
    )
    .filter(({ gain }) => !Number.isNaN(gain))
    .sort((a, b) => b.gain - a.gain);
  const [best] = trials;
  if (best === undefined) return { reason: 'not merged: only those voted whose words it would be made of' };
  // The best of many edits leads by luck as well: its lead must be more than the voters' disagreement explains.
  const winning = trials.filter(
    ({ gain, standardError }) => gain >= Math.max(options.min_gain, standardError),
  );
  if (winning.length === 0)
    return {
      reason: `not merged: ${trials.length === 1 ? 'the merged text' : `the best of ${trials.length} edits`} gains ${signed(best.gain)} ± ${best.standardError.toFixed(4)}`,
    };
  let refusal = '';
  for (const { proposal, gain, score, selectedScore, tokens } of winning) {
    const fault = faultOf(trial, proposal, tokens, options.guards);
    if (fault === undefined)
      return {
        merged: { text: proposal.text, tokens: tokensOf(proposal.text), score, gain, selectedScore },
        reason: `merged: ${proposal.how}, expected utility ${signed(gain)} over the selected candidate`,
      };
    refusal ||= `${proposal.how}: ${fault}`;
  }
  return { reason: `not merged: ${refusal}` };
};

const signed = (gain: number): string => `${gain < 0 ? '−' : '+'}${Math.abs(gain).toFixed(4)}`;

interface Judged {
  readonly proposal: Proposal;
  readonly tokens: Tokens;
  readonly score: number;
  readonly selectedScore: number;
  readonly gain: number;
  readonly standardError: number;
}

/** The proposal and the selected candidate before the same votes: under `out`, of nobody whose words the proposal has. */
const judged = (
  { prepared, ballot, selection, votes }: MergeTrial,
  proposal: Proposal,
  utility: Float64Array,
  tokens: Tokens,
): Judged => {
  const { rows, collapsed } = prepared;
  const authors = proposal.rows.map((row) => votes.clusterOf[rows[row]!]!);
  const electors: Electors = {
    rows,
    hypothesisOf: collapsed.hypothesisOf,
    votes,
    leftOut: new Set(votes.ownCluster === 'out' ? authors : []),
  };
  const width = prepared.tokens.length;
  const own = ballot.hypothesisOf[selection.row]!;
  const selected = prepared.utility.subarray(own * width, (own + 1) * width);
  const { first, second, standardError } = duel(utility, selected, electors);
  return { proposal, tokens, score: first, selectedScore: second, gain: first - second, standardError };
};

/** Why a text may not stand: a gate's or a guard's word. */
const faultOf = (
  { ballot, prepared, selection, judge }: MergeTrial,
  { text, rows }: Proposal,
  tokens: Tokens,
  guards: Parameters<typeof refuse>[2],
): string | undefined => {
  const { dialogue, candidates } = ballot;
  const candidate = { ...candidates[selection.row]!, text };
  const [verdict] = judge({
    text: dialogue.text,
    rows: [{ candidate, comparison: text, tokens: countTokens(tokens) }],
  });
  if (verdict) return `${verdict.gate}: ${verdict.reason}`;
  const refusal = refuse(text, { dialogue, sources: rows.map((row) => prepared.outputs[row]!) }, guards);
  return refusal && `${refusal.guard}: ${refusal.reason}`;
};
