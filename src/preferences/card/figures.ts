/** What can be said of written pairs as a whole, counted as they stream by. */
import type { Pair } from '../types.ts';
import { createHistogram, type Histogram } from './histogram.ts';

/** How often pairs of systems were set against each other. */
export interface SystemPair {
  readonly chosen: string;
  readonly rejected: string;
  readonly pairs: number;
}

/** `figures` of `stats.json`; lengths in characters (code points), distances as `Pair.edits`. */
export interface PairFigures {
  readonly pairs: number;
  readonly margin: { readonly mean: number | null; readonly histogram: Histogram };
  readonly length: {
    readonly chosen: { readonly mean: number | null; readonly histogram: Histogram };
    readonly rejected: { readonly mean: number | null; readonly histogram: Histogram };
    /** Pairs whose chosen side is the longer one, is as long, is the shorter one. */
    readonly chosen_longer: number;
    readonly equal: number;
    readonly chosen_shorter: number;
    /** Share of pairs that "the longest wins" would decide rightly, a draw being half; null without pairs. */
    readonly longest_wins: number | null;
  };
  readonly edits: { readonly mean: number | null; readonly histogram: Histogram };
  /** Every pair of systems that occurs, in order of names. */
  readonly systems: readonly SystemPair[];
}

export interface FiguresBuilder {
  add(pair: Pair): void;
  figures(): PairFigures;
}

/** A histogram with a mean. Sums run in the order of the pairs, which is fixed. */
const createMeasure = (width: number) => {
  const builder = createHistogram(width);
  let [sum, count] = [0, 0];
  return {
    add(value: number): void {
      builder.add(value);
      sum += value;
      count++;
    },
    // a sum of huge scores may be beyond all numbers
    measure: () => ({
      mean: count > 0 && Number.isFinite(sum) ? sum / count : null,
      histogram: builder.histogram(),
    }),
  };
};

/** Memory is that of the pairs of systems. */
export const createPairFigures = (): FiguresBuilder => {
  const [margin, chosenLength, rejectedLength] = [createMeasure(0.001), createMeasure(5), createMeasure(5)];
  const edits = createMeasure(5);
  const matrix = new Map<string, Map<string, number>>();
  let [longer, equal, shorter] = [0, 0, 0];
  return {
    add(pair) {
      const [chosen, rejected] = [charactersOf(pair.chosen.text), charactersOf(pair.rejected.text)];
      margin.add(pair.margin);
      chosenLength.add(chosen);
      rejectedLength.add(rejected);
      edits.add(pair.edits);
      if (chosen > rejected) longer++;
      else if (chosen === rejected) equal++;
      else shorter++;
      const row = matrix.get(pair.chosen.system) ?? new Map<string, number>();
      matrix.set(pair.chosen.system, row);
      row.set(pair.rejected.system, (row.get(pair.rejected.system) ?? 0) + 1);
    },
    figures() {
      const pairs = longer + equal + shorter;
      return {
        pairs,
        margin: margin.measure(),
        length: {
          chosen: chosenLength.measure(),
          rejected: rejectedLength.measure(),
          chosen_longer: longer,
          equal,
          chosen_shorter: shorter,
          longest_wins: pairs === 0 ? null : (longer + equal / 2) / pairs,
        },
        edits: edits.measure(),
        systems: [...matrix]
          .flatMap(([chosen, row]) =>
            [...row].map(([rejected, count]) => ({ chosen, rejected, pairs: count })),
          )
          .sort((a, b) => byName(a.chosen, b.chosen) || byName(a.rejected, b.rejected)),
      };
    },
  };
};

const charactersOf = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

const byName = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
