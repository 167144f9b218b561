/** Labelled dialogues as learning sees them: who wrote which hypothesis, and how good each one is. */
import type { GateStatistics } from '../../ensemble/gates/define.ts';
import { createGates, mayWin } from '../../ensemble/gates/index.ts';
import type { GateOptions } from '../../ensemble/gates/options.ts';
import { InputError } from '../../errors.ts';
import type { LabelledPool } from '../../evaluate/labelled-pool.ts';
import { type PoolMessage, type PreparedPool, preparePool } from './prepare.ts';
import { gatedDialogue } from './survey.ts';
import type { Tools } from './tools.ts';

export interface LabelInput {
  readonly gates: GateOptions | 'none';
  readonly statistics: GateStatistics;
  readonly messages: readonly PoolMessage[];
  /** Group of each message's dialogue: no fold may split it. */
  readonly groups: readonly string[];
}

/** Judges one window of labelled pools against their references. */
export const labelPools = async (
  { gates, statistics, messages, groups }: LabelInput,
  tools: Tools,
): Promise<readonly LabelledPool[]> => {
  const judge = createGates(gates, statistics);
  const labelled: LabelledPool[] = [];
  for (const [place, message] of messages.entries()) {
    const prepared = await preparePool(message, tools);
    const eligible = judge(gatedDialogue(prepared)).map(mayWin);
    labelled.push(labelledPool(prepared, groups[place]!, eligible));
  }
  return labelled;
};

const labelledPool = (
  { pool, rows, collapsed, utility, gold }: PreparedPool,
  group: string,
  eligible: readonly boolean[],
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
