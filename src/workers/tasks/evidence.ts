/** What scorers that need it are told of a window of pools: the votes, the gates and the columns before theirs. */
import type { GateStatistics } from '../../ensemble/gates/define.ts';
import { createGates, mayWin } from '../../ensemble/gates/index.ts';
import type { GateOptions } from '../../ensemble/gates/options.ts';
import { castVotes, expectedUnder } from '../../rerank/mbr.ts';
import type { ResolvedVotes } from '../../rerank/votes.ts';
import type { Evidence } from '../../types.ts';
import { type PoolMessage, preparePool } from './prepare.ts';
import { gatedDialogue } from './survey.ts';
import type { Tools } from './tools.ts';

export interface EvidenceInput {
  readonly votes: ResolvedVotes;
  readonly gates: GateOptions | 'none';
  readonly statistics: GateStatistics;
  /** By system. */
  readonly priors: Float64Array;
  /** Columns to hand on: `mbr`, or ones that come with the messages. */
  readonly needs: readonly string[];
  readonly messages: readonly PoolMessage[];
}

/** The evidence of every pool of a window, aligned with its candidates. */
export const evidenceOf = async (
  { votes, gates, statistics, priors, needs, messages }: EvidenceInput,
  tools: Tools,
): Promise<readonly Evidence[]> => {
  const judge = createGates(gates, statistics);
  const found: Evidence[] = [];
  for (const message of messages) {
    const prepared = await preparePool(message, tools);
    const { rows, collapsed, utility } = prepared;
    const { hypothesisOf } = collapsed;
    const hypotheses = collapsed.hypotheses.length;
    const cast = castVotes({ rows, hypothesisOf, votes });
    const mbr = () => expectedUnder(cast, { hypothesisOf, utility, hypotheses });
    found.push({
      columns: Object.fromEntries(
        needs.map((name) => [name, name === 'mbr' ? mbr() : message.columns![name]!]),
      ),
      hypothesisOf,
      hypotheses,
      utility,
      eligible: Uint8Array.from(judge(gatedDialogue(prepared)), (verdict) => Number(mayWin(verdict))),
      priors: Float64Array.from(rows, (system) => priors[system]!),
      votes: cast,
    });
  }
  return found;
};
