/** Labelled dialogues as learning sees them: who wrote which hypothesis, and how good each one is. */
import type { GateStatistics } from '../../ensemble/gates/define.ts';
import { createGates, mayWin } from '../../ensemble/gates/index.ts';
import type { GateOptions } from '../../ensemble/gates/options.ts';
import { InputError } from '../../errors.ts';
import { referenceUse, type SpelledPool } from '../../evaluate/vocabulary.ts';
import { computeStatic } from '../../rerank/features/index.ts';
import { sayingsOf } from '../../rerank/features/wording.ts';
import { matrixOf } from '../../rerank/learned/matrix.ts';
import { type FeatureContext, orderedPool, spelledOf, wordsOf } from './features.ts';
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
): Promise<readonly SpelledPool[]> => {
  const judge = createGates(gates, statistics);
  const labelled: SpelledPool[] = [];
  for (const [place, message] of messages.entries()) {
    const prepared = await preparePool(message, tools);
    const eligible = judge(gatedDialogue(prepared)).map(mayWin);
    const described = await describe(message, prepared, features, tools);
    labelled.push(
      labelledPool(prepared, groups[place]!, eligible, { ...described, types: tools.metric.types }),
    );
  }
  return labelled;
};

/** Computed in an order that no config can change, told in the order of the rows. */
const describe = async (
  message: PoolMessage,
  prepared: PreparedPool,
  context: FeatureContext,
  tools: Tools,
): Promise<Pick<SpelledPool, 'statics' | 'said'>> => {
  const { pool, order } = await orderedPool(message, prepared, context, tools);
  const columns = computeStatic(pool).values.map((values) => {
    const column = new Float64Array(values.length);
    for (const [place, row] of order.entries()) column[row] = values[place]!;
    return column;
  });
  // What is said is in an order of its own, but texts are told in the order of the hypotheses.
  const spelled = spelledOf(prepared, pool.source.tokens);
  const said = { words: sayingsOf(spelled, 'words'), pairs: sayingsOf(spelled, 'pairs') };
  return { statics: matrixOf(order.length, columns), said };
};

const labelledPool = (
  { pool, rows, collapsed, utility, references, matrix, gold }: PreparedPool,
  group: string,
  eligible: readonly boolean[],
  { statics, types, said }: Pick<SpelledPool, 'statics' | 'types' | 'said'>,
): SpelledPool => {
  if (!gold) throw withoutReference(pool.dialogue.id);
  const told = references.map(wordsOf);
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
    said,
    usage: {
      words: referenceUse(said.words, told, 'words'),
      pairs: referenceUse(said.pairs, told, 'pairs'),
    },
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
