/** Preference pairs of a window of pools: scored, proposed, filtered and with their prompts, as a pure function of (plan, pool). */
import type { GateStatistics } from '../../ensemble/gates/define.ts';
import { createGates, mayWin } from '../../ensemble/gates/index.ts';
import type { GateOptions } from '../../ensemble/gates/options.ts';
import { scoreOf, scoreRows } from '../../evaluate/score.ts';
import { mix } from '../../metrics/utility.ts';
import { editsBetween } from '../../preferences/edits.ts';
import { createMiner, type MinedPairs, type MiningPlan, sideOf } from '../../preferences/mine.ts';
import { goldSystem, type MinedPool, type MinedRow, type SourceView } from '../../preferences/pool.ts';
import { type PairPrompt, pairPrompt } from '../../preferences/prompt.ts';
import { goldScores } from '../../preferences/sources/gold.ts';
import { type HumanEntry, humanView } from '../../preferences/sources/human.ts';
import { mbrScores } from '../../preferences/sources/mbr.ts';
import type { DroppedPair, Pair } from '../../preferences/types.ts';
import type { ResolvedVotes } from '../../rerank/votes.ts';
import type { Tokens } from '../../types.ts';
import { type PoolMessage, type PreparedPool, preparePool } from './prepare.ts';
import { gatedDialogue } from './survey.ts';
import type { Tools } from './tools.ts';

/** How pairs are mined from every dialogue; arrays are by system, in config order. */
export interface MinePlan {
  readonly mining: MiningPlan;
  readonly votes: ResolvedVotes;
  readonly gates: GateOptions | 'none';
  readonly statistics: GateStatistics;
  readonly clusterOf: Int32Array;
  readonly priors: Float64Array;
  /** Whether references are candidates, too, and whether they count as perfect. */
  readonly references: 'none' | 'scored' | 'trusted';
  readonly prompt: PairPrompt;
  /** Whether white space at the ends of texts is taken off. */
  readonly trim: boolean;
}

/** A pool and what mining must know of its dialogue. */
export interface MineMessage extends PoolMessage {
  readonly group: string;
  readonly split: string;
  readonly contaminated?: string | undefined;
  readonly elsewhere?: string | undefined;
  readonly human?: readonly HumanEntry[] | undefined;
}

export interface MineInput {
  readonly plan: MinePlan;
  readonly messages: readonly MineMessage[];
}

/** A dialogue with its pairs. */
export interface MinedDialogue extends Pick<MinedPairs, 'considered' | 'agreement'> {
  readonly id: string;
  readonly pairs: readonly Pair[];
  readonly dropped: readonly DroppedPair[];
}

/** Mines one window of pools. */
export const minePools = async (
  { plan, messages }: MineInput,
  tools: Tools,
): Promise<readonly MinedDialogue[]> => {
  const miner = createMiner(plan.mining);
  const judge = createGates(plan.gates, plan.statistics);
  const mined: MinedDialogue[] = [];
  for (const message of messages.map(inOrder)) {
    const prepared = await preparePool(message, tools);
    const eligible = judge(gatedDialogue(prepared)).map(mayWin);
    const pool = await minedPool(message, prepared, eligible, plan, tools);
    const { considered, kept, dropped, agreement, strategy } = miner(pool);
    const prompt = kept.length > 0 ? pairPrompt(plan.prompt, pool.dialogue) : [];
    const pairs = kept.map(
      ({ number, chosen, rejected, chosenScore, rejectedScore, margin, scores }): Pair => ({
        id: pool.dialogue.id,
        number,
        group: pool.group,
        split: pool.split,
        prompt,
        chosen: sideOf(chosen, chosenScore),
        rejected: sideOf(rejected, rejectedScore),
        margin,
        strategy,
        source: plan.mining.sources[0]!,
        scores,
        edits: editsBetween(chosen.text, rejected.text),
      }),
    );
    mined.push({ id: pool.dialogue.id, considered, pairs, dropped, agreement });
  }
  return mined;
};

/** Candidates by id of their system, then rank: sums and ties then go alike in whatever order the systems are named. */
const inOrder = (message: MineMessage): MineMessage => {
  const { candidates } = message.pool;
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const order = [...candidates.keys()].sort(
    (a, b) =>
      byText(candidates[a]!.system, candidates[b]!.system) ||
      candidates[a]!.candidate - candidates[b]!.candidate,
  );
  const columns = Object.entries(message.columns ?? {}).map(
    ([name, column]) => [name, Float64Array.from(order, (row) => column[row]!)] as const,
  );
  return {
    ...message,
    pool: { ...message.pool, candidates: order.map((row) => candidates[row]!) },
    columns: Object.fromEntries(columns),
  };
};

const minedPool = async (
  message: MineMessage,
  prepared: PreparedPool,
  eligible: readonly boolean[],
  plan: MinePlan,
  tools: Tools,
): Promise<MinedPool> => {
  const { dialogue } = message.pool;
  const references = plan.references === 'none' ? [] : dialogue.references;
  const tokens = await tokensOf(references, message, tools);
  const rows = [
    ...candidateRows(prepared, eligible, plan),
    ...references.map((text, candidate) => referenceRow(text, candidate, prepared, plan)),
  ];
  const { group, split, contaminated, elsewhere } = message;
  return {
    dialogue,
    rows,
    views: viewsOf(message, prepared, rows, tokens, plan, tools),
    group,
    split,
    contaminated,
    elsewhere,
  };
};

const tokensOf = async (
  texts: readonly string[],
  { tokens }: PoolMessage,
  { tokenizer }: Tools,
): Promise<readonly Tokens[]> => {
  if (texts.length === 0) return [];
  return tokens
    ? texts.map((text) => tokens.get(text) ?? [])
    : ((await tokenizer?.tokenize(texts)) ?? texts.map(() => []));
};

const written = (text: string, { trim }: MinePlan): string => (trim ? text.trim() : text);

const candidateRows = (
  { pool, rows, collapsed, outputs }: PreparedPool,
  eligible: readonly boolean[],
  plan: MinePlan,
): MinedRow[] =>
  pool.candidates.map(({ system, candidate }, row) => ({
    system,
    candidate,
    text: written(outputs[row]!, plan),
    form: collapsed.hypothesisOf[row]!,
    mayBeChosen: eligible[row]!,
    prior: plan.priors[rows[row]!]!,
    cluster: plan.clusterOf[rows[row]!]!,
  }));

/** A reference that is word for word a candidate is one text with it. */
const referenceRow = (text: string, candidate: number, prepared: PreparedPool, plan: MinePlan): MinedRow => {
  const equal = prepared.collapsed.hypotheses.findIndex((hypothesis) => hypothesis.text === text);
  return {
    system: goldSystem,
    candidate,
    text: written(text, plan),
    form: equal >= 0 ? equal : prepared.collapsed.hypotheses.length + candidate,
    mayBeChosen: true,
    prior: 0,
    cluster: -1,
  };
};

/** What every source says that has something to say of this dialogue. */
const viewsOf = (
  message: MineMessage,
  prepared: PreparedPool,
  rows: readonly MinedRow[],
  references: readonly Tokens[],
  plan: MinePlan,
  tools: Tools,
): MinedPool['views'] => {
  const { metric, setup } = tools;
  const { rows: systems, collapsed, utility, gold } = prepared;
  const views: Record<string, SourceView> = {};
  const add = (name: string, scores: Float64Array): void => {
    views[name] = { kind: 'scores', scores };
  };
  add(
    'mbr',
    mbrScores({
      rows: systems,
      hypothesisOf: collapsed.hypothesisOf,
      utility,
      hypotheses: collapsed.hypotheses.length,
      votes: plan.votes,
      references: references.length,
      ofReferences:
        references.length === 0
          ? new Float64Array()
          : mix(metric.matrix(references, prepared.tokens), metric.types, setup.weights),
    }),
  );
  if (gold)
    add(
      'gold',
      goldScores({
        candidates: gold.score,
        references: references.length,
        trusted: plan.references === 'trusted',
        againstOthers: (reference) => {
          const others = references.filter((_, other) => other !== reference);
          const [scored] = scoreRows(metric, [references[reference]!], others, 'best');
          return scoreOf(metric.types, scored!.parts);
        },
      }),
    );
  for (const [name, column] of Object.entries(message.columns ?? {}))
    if (!Object.hasOwn(views, name)) add(name, padded(column, rows.length));
  if (message.human) views.human = humanView(message.human, rows);
  return views;
};

/** References have no score in a column of candidates. */
const padded = (column: Float64Array, length: number): Float64Array =>
  Float64Array.from({ length }, (_, row) => column[row] ?? Number.NaN);
