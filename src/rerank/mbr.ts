/**
 * Minimum Bayes risk: the candidate with the highest expected utility against the others as pseudo-references
 * (Kumar and Byrne 2004). Exact: every ordered pair is used.
 */
import { type ResolvedVotes, rowVotes } from './votes.ts';

/** One dialogue's candidates and their utilities. */
export interface MbrInput {
  /** Row → system, in config order. */
  readonly rows: Int32Array;
  /** Row → hypothesis; −1 where the row has no text. */
  readonly hypothesisOf: Int32Array;
  /** u(hypothesis, pseudo-reference), row-major. */
  readonly utility: Float64Array;
  readonly hypotheses: number;
  readonly votes: ResolvedVotes;
}

/** Who voted in one dialogue, and for whom the votes of a cluster do not count; arrays are by row. */
export interface CastVotes {
  /** Weight of the row's vote; 0 where it has none. */
  readonly weight: Float64Array;
  readonly cluster: Int32Array;
  /** Whether rows are judged without the votes of their own cluster. */
  readonly leaveOut: boolean;
}

/** The votes of a dialogue's rows. */
export const castVotes = ({
  rows,
  hypothesisOf,
  votes,
}: Omit<MbrInput, 'utility' | 'hypotheses'>): CastVotes => ({
  ...rowVotes(rows, hypothesisOf, votes),
  cluster: rows.map((system) => votes.clusterOf[system]!),
});

/**
 * EU(h) = Σ w·u(h, r) / Σ w over the votes let in, for every row; NaN for rows without text and where nobody votes.
 * O(R²) for R rows, summed in the order of the rows; it allocates per dialogue, never per pair.
 */
export const expectedUtilities = (input: MbrInput): Float64Array => expectedUnder(castVotes(input), input);

/** The same under votes that are already cast. */
export const expectedUnder = (
  { weight, cluster, leaveOut }: CastVotes,
  { hypothesisOf, utility, hypotheses }: Pick<MbrInput, 'hypothesisOf' | 'utility' | 'hypotheses'>,
): Float64Array => {
  const expected = new Float64Array(hypothesisOf.length).fill(Number.NaN);
  for (let row = 0; row < hypothesisOf.length; row++) {
    if (hypothesisOf[row]! < 0) continue;
    const line = hypothesisOf[row]! * hypotheses;
    const leftOut = leaveOut ? cluster[row]! : -1;
    let sum = 0;
    let total = 0;
    for (let voter = 0; voter < hypothesisOf.length; voter++) {
      const share = weight[voter]!;
      if (share === 0 || cluster[voter] === leftOut) continue;
      sum += share * utility[line + hypothesisOf[voter]!]!;
      total += share;
    }
    expected[row] = sum / total;
  }
  return expected;
};

/** Evidence for texts that are none of the rows. */
export interface Electors extends Pick<MbrInput, 'rows' | 'hypothesisOf' | 'votes'> {
  /** Clusters whose votes are left out. */
  readonly leftOut: ReadonlySet<number>;
}

/** Two texts before the same votes. */
export interface Duel {
  /** Expected utility of the first text and of the second; NaN where nobody is left to vote. */
  readonly first: number;
  readonly second: number;
  /** Standard error of the first's lead, over the voters; infinite where one vote is all there is. */
  readonly standardError: number;
}

/**
 * Expected utilities of two texts whose utilities against every hypothesis are given: of a text made of several candidates
 * against one of them, say, without the clusters that it was made of. The error is that of a weighted mean of the voters'
 * differences, √(Σ w²(d − d̄)²) / Σ w · √(n / (n − 1)).
 */
export const duel = (
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { rows, hypothesisOf, votes, leftOut }: Electors,
): Duel => {
  const { weight } = rowVotes(rows, hypothesisOf, votes);
  const voters = [...rows.keys()].filter(
    (row) => weight[row]! > 0 && !leftOut.has(votes.clusterOf[rows[row]!]!),
  );
  const total = voters.reduce((sum, row) => sum + weight[row]!, 0);
  const meanOf = (utility: ArrayLike<number>): number =>
    voters.reduce((sum, row) => sum + weight[row]! * utility[hypothesisOf[row]!]!, 0) / total;
  const [one, other] = [meanOf(first), meanOf(second)];
  const squares = voters.reduce((sum, row) => {
    const hypothesis = hypothesisOf[row]!;
    return sum + (weight[row]! * (first[hypothesis]! - second[hypothesis]! - (one - other))) ** 2;
  }, 0);
  const spread =
    voters.length > 1 ? Math.sqrt(voters.length / (voters.length - 1)) : Number.POSITIVE_INFINITY;
  return {
    first: one,
    second: other,
    standardError: voters.length > 1 ? (Math.sqrt(squares) / total) * spread : spread,
  };
};
