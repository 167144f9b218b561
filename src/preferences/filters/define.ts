/** A filter looks at the pairs that a dialogue has left and says which of them must go. */
import type { MinedPool, MinedRow } from '../pool.ts';
import type { DropReason, SourceScores } from '../types.ts';

/** A pair before it is written. */
export interface ProposedPair {
  /** Within its dialogue, from 0. */
  readonly number: number;
  readonly chosen: MinedRow;
  readonly rejected: MinedRow;
  /** By the deciding source. */
  readonly chosenScore: number;
  readonly rejectedScore: number;
  readonly margin: number;
  readonly scores: Readonly<Record<string, SourceScores>>;
  /** Whether there were votes for both sides. */
  readonly isDisputed: boolean;
}

/** Aligned with the pairs: why one must go, with figures; undefined where it may stay. */
export type FilterVerdicts = readonly (string | undefined)[];

/** Judges the pairs of one dialogue together. Pure. */
export type PairJudge = (pairs: readonly ProposedPair[], pool: MinedPool) => FilterVerdicts;

export interface FilterContext {
  /** Sources that must agree, the deciding one first. */
  readonly sources: readonly string[];
  readonly margin: { readonly least: number; readonly most?: number | undefined };
}

export interface Filter<Options = unknown> {
  /** Key in `preferences.filters`, and the reason in `dropped.jsonl`. */
  readonly name: DropReason;
  /** One sentence for the docs: which pairs it drops. */
  readonly about: string;
  create(options: Options, context: FilterContext): PairJudge;
}

export const defineFilter = <Options = unknown>(filter: Filter<Options>): Filter<Options> => filter;

/** A judge that looks at one pair at a time. */
export const eachPair =
  (judge: (pair: ProposedPair, pool: MinedPool) => string | undefined): PairJudge =>
  (pairs, pool) =>
    pairs.map((pair) => judge(pair, pool));

/** A judge of single texts: the better side is looked at first. */
export const eachSide = (judge: (text: string, pool: MinedPool) => string | undefined): PairJudge =>
  eachPair(({ chosen, rejected }, pool) => {
    for (const [side, { text }] of [['chosen', chosen] as const, ['rejected', rejected] as const]) {
      const found = judge(text, pool);
      if (found !== undefined) return `${side}: ${found}`;
    }
    return undefined;
  });
