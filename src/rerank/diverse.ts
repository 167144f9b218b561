/**
 * A few good candidates that are not all the same: for a judge who cannot read them all, for merges and for preference
 * pairs. Greedy on expected utility minus the likeness to those taken before, the trade-off of diverse MBR (Jinnai et al. 2024).
 */

/** One dialogue's candidates; arrays are by row. */
export interface DiverseInput {
  /** Expected utility, or any score of that scale; a row with NaN is never taken. */
  readonly quality: Float64Array;
  /** Row → hypothesis; −1 where the row has no text. */
  readonly hypothesisOf: Int32Array;
  readonly hypotheses: number;
  /** u(hypothesis, pseudo-reference) by hypothesis, row-major. */
  readonly utility: Float64Array;
  /** Breaks ties: the prior of the row's system. */
  readonly priors: Float64Array;
  /** 0 where a row may not be taken. Default: all may. */
  readonly eligible?: ArrayLike<number>;
}

export interface DiverseOptions {
  /** Most rows to take. */
  readonly k: number;
  /** What likeness costs: 0 takes the best k, whatever they say. */
  readonly lambda: number;
}

/** Scores closer than this differ by rounding only. */
const tie = 1e-12;

/**
 * At most `k` rows, each of another hypothesis, in the order in which they were taken: the first is the best; each later one
 * has the highest quality(h) − λ · mean over those taken of (u(h, s) + u(s, h)) / 2. Ties go to the higher prior, then the
 * earlier row. Taking more never changes those taken first. O(R + k · H) for R rows and H hypotheses.
 */
export const diverseTopK = (input: DiverseInput, { k, lambda }: DiverseOptions): number[] => {
  const { utility, hypotheses, hypothesisOf, quality } = input;
  const left = bestRows(input);
  const likeness = new Float64Array(hypotheses);
  const taken: number[] = [];
  while (taken.length < k && left.length > 0) {
    const gain = (row: number): number =>
      taken.length === 0
        ? quality[row]!
        : quality[row]! - (lambda * likeness[hypothesisOf[row]!]!) / taken.length;
    const row = firstOf(left, gain, input.priors);
    taken.push(row);
    left.splice(left.indexOf(row), 1);
    const own = hypothesisOf[row]!;
    for (const other of left.map((each) => hypothesisOf[each]!))
      likeness[other]! += (utility[other * hypotheses + own]! + utility[own * hypotheses + other]!) / 2;
  }
  return taken;
};

/** For each hypothesis the best of its rows that may be taken, in the order of the rows. */
const bestRows = ({ quality, hypothesisOf, hypotheses, priors, eligible }: DiverseInput): number[] => {
  const rowsOf = Array.from({ length: hypotheses }, (): number[] => []);
  for (const [row, hypothesis] of hypothesisOf.entries())
    if (hypothesis >= 0 && !Number.isNaN(quality[row]!) && eligible?.[row] !== 0)
      rowsOf[hypothesis]!.push(row);
  return rowsOf
    .filter((rows) => rows.length > 0)
    .map((rows) => firstOf(rows, (row) => quality[row]!, priors))
    .sort((a, b) => a - b);
};

/** The row with the highest score; of those that tie, the one with the highest prior, then the earliest. */
const firstOf = (rows: readonly number[], score: (row: number) => number, priors: Float64Array): number => {
  const scores = rows.map(score);
  const top = Math.max(...scores);
  const tied = rows.filter((_, place) => top - scores[place]! <= tie || scores[place] === top);
  const known = (row: number): number =>
    Number.isNaN(priors[row]!) ? Number.NEGATIVE_INFINITY : priors[row]!;
  return tied.reduce((best, row) => (known(row) > known(best) ? row : best));
};
