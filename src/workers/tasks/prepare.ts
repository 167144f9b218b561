/** From a pool as it was read to a pool as it is judged: cleaned, collapsed, tokenised, every pair compared. */
import type { Cleaner } from '../../dialogues/clean/index.ts';
import { type Collapsed, collapse } from '../../ensemble/collapse.ts';
import type { Proposal } from '../../ensemble/merge/define.ts';
import { longestUtterance } from '../../ensemble/policies/fallback.ts';
import { scoreOf, scoreRows } from '../../evaluate/score.ts';
import { mix } from '../../metrics/utility.ts';
import type { Metric, MetricMatrix, Pool, Tokens } from '../../types.ts';
import type { Tools } from './tools.ts';

/** A pool on its way to a thread. */
export interface PoolMessage {
  readonly pool: Pool;
  /** Tokens of every text of `textsOf`, where the tokenizer does not run in the thread. */
  readonly tokens?: ReadonlyMap<string, Tokens>;
  /** Scores of further scorers by id, aligned with the pool's candidates; NaN where there is none. */
  readonly columns?: Readonly<Record<string, Float64Array>>;
  /** Texts that a merger made of the candidates. */
  readonly proposals?: readonly Proposal[];
}

/** A pool with everything that scorers and policies look at. */
export interface PreparedPool {
  readonly pool: Pool;
  /** Row → system; a row is a candidate of the pool. */
  readonly rows: Int32Array;
  readonly collapsed: Collapsed;
  /** Scores that came with the pool, by row. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** By hypothesis. */
  readonly tokens: readonly Tokens[];
  /** Tokens of the references. */
  readonly references: readonly Tokens[];
  readonly matrix: MetricMatrix;
  /** u(hypothesis, pseudo-reference), row-major: the mix of the matrix's planes that the config weights. */
  readonly utility: Float64Array;
  /** Row → text as it would be written out. */
  readonly outputs: readonly string[];
  /** Row → score against the references, 0–1; undefined without references. */
  readonly gold: Gold | undefined;
  /** Scores one of the texts of `textsOf`, or any text by its tokens, against the references. */
  scoreText(text: string, tokens?: Tokens): Gold;
}

/** Scores of a dialogue's rows against its references: for each type the best reference's F-measure. */
export interface Gold {
  /** A plane a type of the metric, by row; NaN for an empty row. */
  readonly byType: readonly Float64Array[];
  /** Mean over the types that the leaderboard counts, by row. */
  readonly score: Float64Array;
}

/**
 * The distinct texts of a pool that are tokenised: compared forms, and where there are references also output forms, the
 * references and what would stand in for candidates that are all empty. `source`: the dialogue itself too, which only features
 * look at.
 */
export const textsOf = (
  pool: Pool,
  comparison: Cleaner,
  output: Cleaner,
  { source = false } = {},
): readonly string[] => {
  const texts = new Set<string>();
  if (source) texts.add(comparison.clean(pool.dialogue.text));
  for (const { text } of pool.candidates) texts.add(comparison.clean(text));
  if (pool.dialogue.references.length > 0) {
    for (const { text } of pool.candidates) texts.add(output.clean(text));
    for (const reference of pool.dialogue.references) texts.add(reference);
    texts.add(output.clean(longestUtterance(pool.dialogue.text)));
  }
  texts.delete('');
  return [...texts];
};

/** Prepares one pool. O(H²) pairs for H distinct texts. */
export const preparePool = async (
  { pool, tokens, columns = {} }: PoolMessage,
  tools: Tools,
): Promise<PreparedPool> => {
  const tokensOf = tokens ?? (await tokenise(pool, tools));
  const lookUpTokens = (text: string): Tokens => tokensOf.get(text) ?? [];
  const collapsed = collapse(
    pool.candidates,
    pool.candidates.map(({ text }) => tools.comparison.clean(text)),
  );
  const hypotheses = collapsed.hypotheses.map(({ text }) => lookUpTokens(text));
  const matrix = tools.metric.matrix(hypotheses, hypotheses);
  const outputs = pool.candidates.map(({ text }) => tools.output.clean(text));
  const references = pool.dialogue.references.map(lookUpTokens);
  return {
    pool,
    rows: Int32Array.from(pool.candidates, ({ system }) => tools.systemIndex.get(system) as number),
    collapsed,
    columns,
    tokens: hypotheses,
    references,
    matrix,
    utility: mix(matrix, tools.metric.types, tools.setup.weights),
    outputs,
    gold: references.length === 0 ? undefined : goldOf(outputs.map(lookUpTokens), references, tools.metric),
    scoreText: (text, own = lookUpTokens(text)) => goldOf([own], references, tools.metric),
  };
};

const tokenise = async (pool: Pool, tools: Tools): Promise<ReadonlyMap<string, Tokens>> => {
  const tokens = givenTokens(pool, tools);
  const texts = textsOf(pool, tools.comparison, tools.output).filter((text) => !tokens.has(text));
  const lists = (await tools.tokenizer?.tokenize(texts)) ?? [];
  for (const [place, text] of texts.entries()) tokens.set(text, lists[place] as Tokens);
  return tokens;
};

/** Tokens that came along with the rows, by every form of the row's text. */
export const givenTokens = (
  { candidates }: Pool,
  { comparison, output }: Pick<Tools, 'comparison' | 'output'>,
): Map<string, Tokens> => {
  const given = new Map<string, Tokens>();
  for (const { text, tokens } of candidates) {
    if (!tokens) continue;
    given.set(comparison.clean(text), tokens);
    given.set(output.clean(text), tokens);
  }
  return given;
};

/**
 * Scores texts, by their tokens, against references as `hapui eval` does: the utility's weights choose candidates, they
 * do not change what a score is.
 */
const goldOf = (rows: readonly Tokens[], references: readonly Tokens[], metric: Metric): Gold => {
  const scored = scoreRows(metric, rows, references, 'best');
  return {
    byType: metric.types.map((_, type) => Float64Array.from(scored, ({ parts }) => parts[type]!.fmeasure)),
    score: Float64Array.from(scored, ({ parts }) => scoreOf(metric.types, parts)),
  };
};
