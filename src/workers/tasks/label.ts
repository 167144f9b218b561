/** Labelled dialogues as learning sees them: who wrote which hypothesis, and how good each one is. */
import type { GateStatistics } from '../../ensemble/gates/define.ts';
import { createGates, mayWin } from '../../ensemble/gates/index.ts';
import type { GateOptions } from '../../ensemble/gates/options.ts';
import { InputError } from '../../errors.ts';
import type { LabelledPool } from '../../evaluate/labelled-pool.ts';
import { computeStatic } from '../../rerank/features/index.ts';
import { type FeatureMatrix, matrixOf } from '../../rerank/learned/matrix.ts';
import { type FeatureContext, orderedPool } from './features.ts';
import { type PoolMessage, type PreparedPool, preparePool } from './prepare.ts';
import { gatedDialogue } from './survey.ts';
import type { Tools } from './tools.ts';

export interface LabelInput {
  readonly gates: GateOptions | 'none';
  readonly statistics: GateStatistics;
  readonly messages: readonly PoolMessage[];
  /** Group of each message's dialogue: no fold may split it. */
  readonly groups: readonly string[];
  readonly features: FeatureContext;
}

/** Judges one window of labelled pools against their references. */
export const labelPools = async (
  { gates, statistics, messages, groups, features }: LabelInput,
  tools: Tools,
): Promise<readonly LabelledPool[]> => {
  const judge = createGates(gates, statistics);
  const labelled: LabelledPool[] = [];
  for (const [place, message] of messages.entries()) {
    const prepared = await preparePool(message, tools);
    const eligible = judge(gatedDialogue(prepared)).map(mayWin);
    const statics = await staticFeatures(message, prepared, features, tools);
    labelled.push(labelledPool(prepared, groups[place]!, eligible, { statics, types: tools.metric.types }));
  }
  return labelled;
};

/** Computed in an order that no config can change, told in the order of the rows. */
const staticFeatures = async (
  message: PoolMessage,
  prepared: PreparedPool,
  context: FeatureContext,
  tools: Tools,
): Promise<FeatureMatrix> => {
  const { pool, order } = await orderedPool(message, prepared, context, tools);
  const columns = computeStatic(pool).values.map((values) => {
    const column = new Float64Array(values.length);
    for (const [place, row] of order.entries()) column[row] = values[place]!;
    return column;
  });
  return matrixOf(order.length, columns);
};

const labelledPool = (
  { pool, rows, collapsed, utility, matrix, gold }: PreparedPool,
  group: string,
  eligible: readonly boolean[],
  { statics, types }: Pick<LabelledPool, 'statics' | 'types'>,
): LabelledPool => {
  if (!gold) throw withoutReference(pool.dialogue.id);
  return {
    id: pool.dialogue.id,
    group,
    rows,
    ranks: Int32Array.from(pool.candidates, ({ candidate }) => candidate),
    hypothesisOf: collapsed.hypothesisOf,
    eligible: Uint8Array.from(eligible, Number),
    hypotheses: collapsed.hypotheses.length,
    utility,
    types,
    // Its own piece of memory: the planes of a matrix share one, which would cross to the main thread as a whole.
    planes: matrix.fmeasure.map((plane) => plane.slice()),
    statics,
    // Rows of one hypothesis differ at most by what cleaning evens out: the first stands for them.
    gold: Float64Array.from(collapsed.hypotheses, (hypothesis) => gold.score[hypothesis.rows[0]!]!),
  };
};

const withoutReference = (id: string): InputError =>
  new InputError(
    'input-value',
    {
      where: 'labelled.dataset',
      found: `the dialogue "${id}" has no reference`,
      expected: 'a human-written summary of every labelled dialogue',
      fix: 'Add it, or leave the dialogue out.',
    },
    { data: { id } },
  );
