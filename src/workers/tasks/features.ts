/** A prepared pool as features see it. */
import type { FeaturePool } from '../../rerank/features/define.ts';
import type { Spelled } from '../../rerank/features/wording.ts';
import { pythonSplit } from '../../text/python.ts';
import type { Tokens } from '../../types.ts';
import type { PoolMessage, PreparedPool } from './prepare.ts';
import type { Tools } from './tools.ts';

/** A pool in an order that no config can change, so that sums over rows have the same bits for permuted systems. */
export interface OrderedPool {
  readonly pool: FeaturePool;
  /** Place in `pool` → row of the prepared pool. */
  readonly order: readonly number[];
}

export interface FeatureContext {
  /** System → cluster. */
  readonly clusterOf: Int32Array;
  /** Ids of all further scorers. */
  readonly scorers: readonly string[];
}

/** Rows by id of the system, then rank; hypotheses by their first row. */
export const orderedPool = async (
  message: PoolMessage,
  prepared: PreparedPool,
  { clusterOf, scorers }: FeatureContext,
  tools: Tools,
): Promise<OrderedPool> => {
  const { candidates } = message.pool;
  const order = [...candidates.keys()].sort(
    (a, b) =>
      byText(candidates[a]!.system, candidates[b]!.system) ||
      candidates[a]!.candidate - candidates[b]!.candidate ||
      a - b,
  );
  const { hypotheses, hypothesisOf } = prepared.collapsed;
  const former = [...new Set(order.map((row) => hypothesisOf[row]!))].filter((each) => each >= 0);
  const renamed = new Int32Array(hypotheses.length);
  for (const [place, hypothesis] of former.entries()) renamed[hypothesis] = place;
  const size = hypotheses.length;
  const pool: FeaturePool = {
    source: await sourceOf(message, tools),
    candidates: order.map((row) => candidates[row]!),
    rows: Int32Array.from(order, (row) => prepared.rows[row]!),
    hypothesisOf: Int32Array.from(order, (row) =>
      hypothesisOf[row]! < 0 ? -1 : renamed[hypothesisOf[row]!]!,
    ),
    texts: former.map((hypothesis) => hypotheses[hypothesis]!.text),
    tokens: former.map((hypothesis) => wordsOf(prepared.tokens[hypothesis]!)),
    types: tools.metric.types,
    planes: prepared.matrix.fmeasure.map((plane) =>
      plane.map((_, at) => plane[former[Math.floor(at / size)]! * size + former[at % size]!]!),
    ),
    clusterOf,
    columns: Object.fromEntries(
      scorers.map((id) => {
        const column = message.columns?.[id];
        return [id, Float64Array.from(order, (row) => column?.[row] ?? Number.NaN)];
      }),
    ),
  };
  return { pool, order };
};

/** The dialogue with its words; without words where the tokenizer cannot make any. */
const sourceOf = async (
  { pool, tokens }: PoolMessage,
  { comparison, tokenizer }: Tools,
): Promise<FeaturePool['source']> => {
  const text = comparison.clean(pool.dialogue.text);
  if (text === '') return { text, tokens: [] };
  const known = tokens?.get(text);
  if (known) return { text, tokens: wordsOf(known) };
  if (tokenizer === undefined || tokenizer.given) return { text, tokens: [] };
  const [made = []] = await tokenizer.tokenize([text]);
  return { text, tokens: wordsOf(made) };
};

/** The texts of a pool in words, by its hypotheses. */
export const spelledOf = ({ tokens, collapsed }: PreparedPool, source: Tokens): Spelled => ({
  hypotheses: tokens.map(wordsOf),
  counts: collapsed.hypotheses.map(({ rows }) => rows.length),
  source,
});

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The tokenizer `whitespace` hands a text over whole, for the metric to split. */
export const wordsOf = (tokens: Tokens): Tokens => (tokens.length === 1 ? pythonSplit(tokens[0]!) : tokens);
