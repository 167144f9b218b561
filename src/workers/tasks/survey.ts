/** First pass over a window of pools: what the whole dataset must tell before any pool can be decided. */
import type { GatedDialogue } from '../../ensemble/gates/define.ts';
import {
  addGateCounts,
  createGateCounts,
  type GateCounts,
  mergeGateCounts,
} from '../../ensemble/gates/statistics.ts';
import {
  addSimilarity,
  createSimilaritySums,
  mergeSimilarity,
  type SimilaritySums,
} from '../../ensemble/similarity.ts';
import { pythonSplit } from '../../text/python.ts';
import type { Tokens } from '../../types.ts';
import { type PoolMessage, type PreparedPool, preparePool } from './prepare.ts';
import type { Tools } from './tools.ts';

/** Sums over dialogues; plain data, mergeable in any order with the same result. */
export interface SurveySums {
  readonly similarity: SimilaritySums;
  readonly gates: GateCounts;
}

export const createSurveySums = (systems: readonly string[]): SurveySums => ({
  similarity: createSimilaritySums(systems.length),
  gates: createGateCounts(systems),
});

export const mergeSurveySums = (into: SurveySums, from: SurveySums): void => {
  mergeSimilarity(into.similarity, from.similarity);
  mergeGateCounts(into.gates, from.gates);
};

/** Surveys one window of pools. */
export const surveyPools = async (messages: readonly PoolMessage[], tools: Tools): Promise<SurveySums> => {
  const sums = createSurveySums(tools.setup.systems);
  for (const message of messages) {
    const prepared = await preparePool(message, tools);
    addSimilarity(sums.similarity, comparedRows(prepared));
    addGateCounts(sums.gates, gatedDialogue(prepared));
  }
  return sums;
};

const comparedRows = ({ rows, collapsed, utility }: PreparedPool) => ({
  rows,
  hypothesisOf: collapsed.hypothesisOf,
  utility,
  hypotheses: collapsed.hypotheses.length,
});

/** A prepared pool as gates see it. */
export const gatedDialogue = ({ pool, collapsed, tokens }: PreparedPool): GatedDialogue => ({
  text: pool.dialogue.text,
  rows: pool.candidates.map((candidate, row) => {
    const hypothesis = collapsed.hypothesisOf[row]!;
    return hypothesis < 0
      ? { candidate, comparison: '', tokens: 0 }
      : {
          candidate,
          comparison: collapsed.hypotheses[hypothesis]!.text,
          tokens: countTokens(tokens[hypothesis]!),
        };
  }),
});

/** The tokenizer `whitespace` hands a text over whole, for the metric to split: its words count. */
export const countTokens = (tokens: Tokens): number =>
  tokens.length === 1 ? pythonSplit(tokens[0]!).length : tokens.length;
