/**
 * Reads the decisions of a run once, in input order, and keeps what a page can hold: the closest calls with all of their
 * candidates, and two numbers of every other dialogue (8 bytes each).
 */
import { Numbers } from '../dialogues/numbers.ts';
import type { DecisionRecord, ScoreRecord } from '../types.ts';

/** A dialogue that is shown with all of its candidates. */
export interface CollectedDialogue {
  /** Place among the decided dialogues, from 0. */
  readonly place: number;
  readonly decision: DecisionRecord;
  readonly scores: readonly ScoreRecord[];
}

/** How often each length, in characters, occurs. */
export type LengthCounts = ReadonlyMap<number, number>;

export interface Collected {
  /** All that were read. */
  readonly dialogues: number;
  /** At most `limit`, in input order. */
  readonly shown: readonly CollectedDialogue[];
  /** Margins of all dialogues that have one. */
  readonly margins: Float64Array;
  /** Mean expected utility of the candidates of a dialogue, where there is one. */
  readonly agreements: Float64Array;
  /** Dialogues that are fallbacks or merged, and those with a candidate that a gate held back. */
  readonly fallbacks: number;
  readonly merged: number;
  readonly gated: number;
  /** Of the summaries that were written. */
  readonly lengths: LengthCounts;
  /** By system, of its non-empty candidates. */
  readonly lengthsOf: ReadonlyMap<string, LengthCounts>;
}

export interface Collector {
  add(decision: DecisionRecord, scores: readonly ScoreRecord[]): void;
  take(): Collected;
}

/** Dialogues beyond those to be shown that gather before the widest margins among them go, as a share: each holds all its candidates. */
const spare = 1 / 8;

/** Starts a collection that shows at most `limit` dialogues. */
export const createCollector = (limit: number): Collector => {
  let closest: CollectedDialogue[] = [];
  const margins = new Numbers('f64');
  const agreements = new Numbers('f64');
  const lengths = new Map<number, number>();
  const lengthsOf = new Map<string, Map<number, number>>();
  let dialogues = 0;
  let fallbacks = 0;
  let merged = 0;
  let gated = 0;

  const keepClosest = (): void => {
    closest = closest.sort((a, b) => closeness(a) - closeness(b) || a.place - b.place).slice(0, limit);
  };

  return {
    add: (decision, scores) => {
      closest.push({ place: dialogues, decision, scores });
      if (closest.length >= limit + Math.max(1, limit * spare)) keepClosest();
      dialogues += 1;
      if (decision.margin !== null) margins.push(decision.margin);
      const agreement = agreementOf(scores);
      if (agreement !== null) agreements.push(agreement);
      fallbacks += Number(decision.kind === 'fallback');
      merged += Number(decision.kind === 'merged');
      gated += Number(scores.some(({ gate }) => gate !== null));
      count(lengths, decision.summary);
      for (const { system, text } of scores) {
        if (text.trim() === '') continue;
        const own = lengthsOf.get(system) ?? new Map<number, number>();
        lengthsOf.set(system, own);
        count(own, text);
      }
    },
    take: () => {
      if (closest.length > limit) keepClosest();
      const shown = closest.sort((a, b) => a.place - b.place);
      return {
        dialogues,
        shown,
        margins: margins.toFloat64Array(),
        agreements: agreements.toFloat64Array(),
        fallbacks,
        merged,
        gated,
        lengths,
        lengthsOf,
      };
    },
  };
};

/** Fallbacks before all: nothing was fit to be compared. Last those without any other text to compare with. */
const closeness = ({ decision: { kind, margin } }: CollectedDialogue): number =>
  kind === 'fallback' ? Number.NEGATIVE_INFINITY : (margin ?? Number.POSITIVE_INFINITY);

/** Mean expected utility of a dialogue's candidates, 0–1: how much they say the same. Null where none was compared. */
export const agreementOf = (scores: readonly ScoreRecord[]): number | null => {
  const known = scores.flatMap(({ scores: { mbr } }) => (typeof mbr === 'number' ? [mbr] : []));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};

const count = (counts: Map<number, number>, text: string): void => {
  const length = [...text.trim()].length;
  counts.set(length, (counts.get(length) ?? 0) + 1);
};

/** The length that a share of all lengths does not exceed; NaN where there is none. */
export const lengthQuantile = (counts: LengthCounts, share: number): number => {
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, times]) => sum + times, 0);
  let seen = 0;
  for (const [length, times] of sorted) {
    seen += times;
    if (seen >= share * total) return length;
  }
  return Number.NaN;
};
