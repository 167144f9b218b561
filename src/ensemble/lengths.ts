/**
 * How long a summary of a dialogue usually is: log length of the candidate on log length of the dialogue, by medians, so that
 * runaway texts do not move the line. Gathered in a histogram of fixed size.
 */
import { withoutPythonSpace } from '../text/python.ts';

/** Candidates counted by length; plain data, so that workers can send it. Counts add up in any order. */
export type LengthCounts = Float64Array;

/** log₂ tokens of a candidate ≈ intercept + slope · log₂ characters of its dialogue. */
export interface LengthFit {
  readonly slope: number;
  readonly intercept: number;
  /** Allowed distance above the line, in powers of two. */
  readonly reach: number;
}

/** Bins per doubling: dialogues vary over many doublings, candidates over few. */
const dialogueBins = { perDoubling: 2, count: 48 };
const candidateBins = { perDoubling: 8, count: 160 };

/** Fewer candidates say nothing about what is usual. */
const fewestCandidates = 30;
/** A bin of dialogue lengths with fewer candidates has no trustworthy median. */
const fewestInBin = 5;
/** Robust standard deviations above the line that are still usual. */
const deviations = 3.5;
/** A text of less than twice the usual length is never a runaway, one of six times (2^2.6) always, however mixed the systems. */
const reachLimits = { least: 1, most: 2.6 };

export const createLengthCounts = (): LengthCounts =>
  new Float64Array(dialogueBins.count * candidateBins.count);

/** Characters that count as the length of a dialogue. */
const lengthOf = (dialogue: string): number => withoutPythonSpace(dialogue).length;

const binOf = (length: number, bins: typeof dialogueBins): number =>
  Math.min(bins.count - 1, Math.floor(Math.log2(Math.max(1, length)) * bins.perDoubling));
/** Middle of a bin, as log₂. */
const middleOf = (bin: number, bins: typeof dialogueBins): number => (bin + 0.5) / bins.perDoubling;

/** Counts the non-empty candidates of a dialogue, given their numbers of tokens. */
export const addLengths = (into: LengthCounts, dialogue: string, tokens: Iterable<number>): void => {
  const line = binOf(lengthOf(dialogue), dialogueBins) * candidateBins.count;
  for (const count of tokens) if (count > 0) into[line + binOf(count, candidateBins)]! += 1;
};

export const mergeLengths = (into: LengthCounts, from: LengthCounts): void => {
  for (let cell = 0; cell < into.length; cell++) into[cell]! += from[cell]!;
};

interface Weighted {
  readonly value: number;
  readonly weight: number;
}

const weightedMedian = (items: readonly Weighted[]): number => {
  const sorted = [...items].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const { value, weight } of sorted) {
    seen += weight;
    if (seen >= half) return value;
  }
  return 0;
};

/**
 * The line by Theil (1950) and Sen (1968) over the medians of the bins, weighted by their candidates, and a reach of 3.5
 * robust standard deviations within limits. Undefined where fewer than 30 candidates were counted.
 */
export const fitLengths = (counts: LengthCounts): LengthFit | undefined => {
  const cells = cellsOf(counts);
  if (cells.reduce((sum, { weight }) => sum + weight, 0) < fewestCandidates) return undefined;
  const points = mediansOf(cells);
  const slope = slopeOf(points);
  const above = (x: number, y: number) => y - slope * x;
  const intercept = weightedMedian(cells.map(({ x, y, weight }) => ({ value: above(x, y), weight })));
  const spread = cells.map(({ x, y, weight }) => ({ value: Math.abs(above(x, y) - intercept), weight }));
  // 1.4826 turns a median absolute deviation into the standard deviation of a normal distribution.
  const reach = Math.max(
    reachLimits.least,
    Math.min(reachLimits.most, deviations * 1.4826 * weightedMedian(spread)),
  );
  return { slope, intercept, reach };
};

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

const cellsOf = (counts: LengthCounts): Cell[] =>
  [...counts.entries()]
    .filter(([, weight]) => weight > 0)
    .map(([cell, weight]) => ({
      x: middleOf(Math.floor(cell / candidateBins.count), dialogueBins),
      y: middleOf(cell % candidateBins.count, candidateBins),
      weight,
    }));

const mediansOf = (cells: readonly Cell[]): Cell[] =>
  [...new Set(cells.map(({ x }) => x))].flatMap((x) => {
    const column = cells.filter((cell) => cell.x === x);
    const weight = column.reduce((sum, cell) => sum + cell.weight, 0);
    if (weight < fewestInBin) return [];
    return [{ x, y: weightedMedian(column.map((cell) => ({ value: cell.y, weight: cell.weight }))), weight }];
  });

/** Longer dialogues never have shorter summaries, nor do summaries outgrow their dialogues: 0–1. */
const slopeOf = (points: readonly Cell[]): number => {
  const slopes = points.flatMap((a, place) =>
    points.slice(place + 1).map((b) => ({
      value: (b.y - a.y) / (b.x - a.x),
      weight: Math.min(a.weight, b.weight) * Math.abs(b.x - a.x),
    })),
  );
  return slopes.length === 0 ? 0 : Math.min(1, Math.max(0, weightedMedian(slopes)));
};

/** The greatest number of tokens that a summary of `dialogue` may have. */
export const longestFor = ({ slope, intercept, reach }: LengthFit, dialogue: string): number =>
  Math.ceil(2 ** (intercept + slope * Math.log2(Math.max(1, lengthOf(dialogue))) + reach));
