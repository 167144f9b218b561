/**
 * How alike two systems write: mean symmetric utility over the dialogues that both have a candidate for. Gathered in one
 * streaming pass, S² numbers whatever the size of the dataset.
 */

/** What one dialogue adds: its rows and the utilities of its hypotheses. */
export interface ComparedRows {
  /** Row → system. */
  readonly rows: Int32Array;
  /** Row → hypothesis; −1 where the row has no text. */
  readonly hypothesisOf: Int32Array;
  /** u(hypothesis, pseudo-reference), row-major. */
  readonly utility: Float64Array;
  readonly hypotheses: number;
}

/** Sums over dialogues; plain data, so that workers can send it. */
export interface SimilaritySums {
  readonly systems: number;
  /** S×S, upper triangle in use: whole multiples of `1 / unit`. */
  readonly sums: Float64Array;
  /** S×S, upper triangle in use: dialogues where both systems have a candidate. */
  readonly dialogues: Float64Array;
}

/**
 * Each dialogue's similarity is rounded to a multiple of 2⁻³⁰. Sums of such numbers are exact up to 2²³ dialogues, so the
 * result is the same in whatever order workers add and merge them.
 */
const unit = 2 ** 30;

export const createSimilaritySums = (systems: number): SimilaritySums => ({
  systems,
  sums: new Float64Array(systems * systems),
  dialogues: new Float64Array(systems * systems),
});

/** Adds one dialogue. O(R²) for R rows. */
export const addSimilarity = (into: SimilaritySums, dialogue: ComparedRows): void => {
  const present = hypothesesBySystem(dialogue);
  for (const [first, own] of present) {
    for (const [second, others] of present) {
      if (first >= second) continue;
      const cell = first * into.systems + second;
      into.sums[cell]! += Math.round(alikeness(own, others, dialogue) * unit);
      into.dialogues[cell]! += 1;
    }
  }
};

const hypothesesBySystem = ({ rows, hypothesisOf }: ComparedRows): Map<number, number[]> => {
  const present = new Map<number, number[]>();
  for (let row = 0; row < rows.length; row++) {
    if (hypothesisOf[row]! < 0) continue;
    const own = present.get(rows[row]!);
    if (own) own.push(hypothesisOf[row]!);
    else present.set(rows[row]!, [hypothesisOf[row]!]);
  }
  return present;
};

/**
 * Every candidate of one system is compared with the nearest of the other, both ways. The mean over all pairs would hide a
 * copy of a system that samples several candidates, since those differ among themselves; for one candidate each it is the same.
 */
const alikeness = (own: readonly number[], others: readonly number[], dialogue: ComparedRows): number =>
  (meanOfNearest(own, others, dialogue) + meanOfNearest(others, own, dialogue)) / 2;

const meanOfNearest = (from: readonly number[], to: readonly number[], dialogue: ComparedRows): number => {
  const { utility, hypotheses } = dialogue;
  const nearest = from
    .map((x) => Math.max(...to.map((y) => (utility[x * hypotheses + y]! + utility[y * hypotheses + x]!) / 2)))
    .sort((a, b) => a - b);
  return nearest.reduce((sum, value) => sum + value, 0) / from.length;
};

/** Adds `from` to `into`; any order gives the same sums. */
export const mergeSimilarity = (into: SimilaritySums, from: SimilaritySums): void => {
  for (let cell = 0; cell < into.sums.length; cell++) {
    into.sums[cell]! += from.sums[cell]!;
    into.dialogues[cell]! += from.dialogues[cell]!;
  }
};

/** The symmetric S×S matrix of means; NaN for systems that never meet, and on the diagonal. */
export const meanSimilarity = ({ systems, sums, dialogues }: SimilaritySums): Float64Array => {
  const mean = new Float64Array(systems * systems).fill(Number.NaN);
  for (let first = 0; first < systems; first++) {
    for (let second = first + 1; second < systems; second++) {
      const cell = first * systems + second;
      if (dialogues[cell] === 0) continue;
      mean[cell] = sums[cell]! / unit / dialogues[cell]!;
      mean[second * systems + first] = mean[cell]!;
    }
  }
  return mean;
};
