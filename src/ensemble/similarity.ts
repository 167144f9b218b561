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

/** Adds one dialogue. O(R²) for R rows; it allocates per dialogue, never per pair. */
export const addSimilarity = (into: SimilaritySums, dialogue: ComparedRows): void => {
  const texts = textsBySystem(dialogue, into.systems);
  for (let first = 0; first < into.systems; first++) {
    const own = texts[first]!;
    if (own.length === 0) continue;
    for (let second = first + 1; second < into.systems; second++) {
      const others = texts[second]!;
      if (others.length === 0) continue;
      const both = meanOfNearest(own, others, dialogue) + meanOfNearest(others, own, dialogue);
      const cell = first * into.systems + second;
      into.sums[cell]! += Math.round(both / 2);
      into.dialogues[cell]! += 1;
    }
  }
};

/** System → hypotheses of its rows. */
const textsBySystem = ({ rows, hypothesisOf }: ComparedRows, systems: number): readonly number[][] => {
  const texts = Array.from({ length: systems }, (): number[] => []);
  for (let row = 0; row < rows.length; row++)
    if (hypothesisOf[row]! >= 0) texts[rows[row]!]!.push(hypothesisOf[row]!);
  return texts;
};

/**
 * Every candidate of one system is compared with the nearest of the other, both ways. The mean over all pairs would hide a
 * copy of a system that samples several candidates, since those differ among themselves; for one candidate each it is the same.
 * In units, each rounded, so that the order of candidates changes nothing.
 */
const meanOfNearest = (
  from: readonly number[],
  to: readonly number[],
  { utility, hypotheses }: ComparedRows,
): number => {
  let sum = 0;
  for (let x = 0; x < from.length; x++) {
    let nearest = 0;
    for (let y = 0; y < to.length; y++) {
      const both = utility[from[x]! * hypotheses + to[y]!]! + utility[to[y]! * hypotheses + from[x]!]!;
      if (both > nearest) nearest = both;
    }
    sum += Math.round((nearest / 2) * unit);
  }
  return sum / from.length;
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
