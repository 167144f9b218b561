/** A policy picks one candidate of a dialogue. It is a pure function of the dialogue's rows and their columns of scores. */
import type { z } from 'zod';
import type { Candidate, Dialogue } from '../../types.ts';
import { type GateVerdict, mayWin } from '../gates/index.ts';

/** One dialogue, ready to be decided; arrays are by row: config order of the systems, then candidate index. */
export interface Ballot {
  readonly dialogue: Dialogue;
  readonly candidates: readonly Candidate[];
  /** Row → hypothesis; −1 where the row has no text. */
  readonly hypothesisOf: Int32Array;
  readonly verdicts: readonly (GateVerdict | undefined)[];
  /** One array a scorer, `mbr` among them; NaN where a row has no score. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Breaks ties and orders the fallbacks: the prior of the row's system, or its skill. */
  readonly priors: Float64Array;
  /** What tells one row from another in the column `pairwise`, the strongest first; absent without that column. */
  explain?(row: number, other: number): readonly { readonly name: string; readonly value: number }[];
}

/** A candidate that was picked by its score. */
export interface Picked {
  readonly kind: 'selected';
  readonly row: number;
  readonly score: number;
  /** Row → what was compared; NaN where a row has no score. */
  readonly scores: Float64Array;
  /** Best row of another text that might have won. */
  readonly runnerUp?: number;
  /** Score minus the runner-up's; absent without one. */
  readonly margin?: number;
  /** Sentences for the user, the most important first. */
  readonly reasons: readonly string[];
}

/** What stands in where no row could be picked. */
export interface Fallback {
  readonly kind: 'fallback';
  /** Absent where the text comes from the dialogue. */
  readonly row?: number;
  readonly text: string;
  readonly reasons: readonly string[];
}

export type Selection = Picked | Fallback;

export interface PolicyDefinition<Options = unknown> {
  readonly kind: 'policy';
  readonly name: string;
  /** One sentence for the docs. */
  readonly about: string;
  readonly options: z.ZodType<Options>;
  /** Columns of scores that it reads. */
  columns(options: Options): readonly string[];
  /** Undefined where no row that may win has a score. */
  select(ballot: Ballot, options: Options): Picked | undefined;
}

export const definePolicy = <Options>(
  definition: Omit<PolicyDefinition<Options>, 'kind'>,
): PolicyDefinition<Options> => ({ kind: 'policy', ...definition });

/** Whether a row has a text that no gate holds back. */
export const isEligible = ({ hypothesisOf, verdicts }: Ballot, row: number): boolean =>
  hypothesisOf[row]! >= 0 && mayWin(verdicts[row]);
