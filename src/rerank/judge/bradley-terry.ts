/** Strengths of texts from verdicts on pairs of them (Bradley and Terry 1952). */

/** Verdicts on `first` against `second`, by position of the texts. */
export interface Contest {
  readonly first: number;
  readonly second: number;
  /** What the first won: 1, a tie 0.5, nothing 0. */
  readonly won: number;
}

export interface BradleyTerryOptions {
  /**
   * Wins, and as many defeats, of each text against one of strength 1 that nobody sees: without it a text that won all
   * its contests would be infinitely strong, and texts that never met could not be compared. Default 0.5.
   */
  readonly prior?: number;
}

const most = 10_000;
const tolerance = 1e-12;

/**
 * ln of the strengths γ that make the verdicts most likely, where `a` beats `b` with probability γa / (γa + γb) and a tie is
 * half a win for both; NaN for a text without a contest. By the MM algorithm of Hunter (2004, The Annals of Statistics 32, eq. 3):
 * γi ← wi / Σj nij / (γi + γj), the unseen text among the j. It converges from any start, since with the prior everybody
 * beats somebody. O(contests) a round.
 */
export const bradleyTerry = (
  texts: number,
  contests: readonly Contest[],
  { prior = 0.5 }: BradleyTerryOptions = {},
): Float64Array => {
  const wins = new Float64Array(texts);
  const met = new Uint8Array(texts);
  for (const { first, second, won } of contests) {
    wins[first]! += won;
    wins[second]! += 1 - won;
    met[first] = 1;
    met[second] = 1;
  }
  let strength = new Float64Array(texts).fill(1);
  for (let round = 0; round < most; round++) {
    const next = improved(strength, wins, contests, prior);
    const change = next.reduce(
      (top, each, place) => Math.max(top, Math.abs(Math.log(each / strength[place]!))),
      0,
    );
    strength = next;
    if (change < tolerance) break;
  }
  return strength.map((each, place) => (met[place] ? Math.log(each) : Number.NaN));
};

const improved = (
  strength: Float64Array<ArrayBuffer>,
  wins: Float64Array,
  contests: readonly Contest[],
  prior: number,
): Float64Array<ArrayBuffer> => {
  const exposure = strength.map((own) => (2 * prior) / (own + 1));
  for (const { first, second } of contests) {
    const share = 1 / (strength[first]! + strength[second]!);
    exposure[first]! += share;
    exposure[second]! += share;
  }
  return strength.map((_, place) => (wins[place]! + prior) / exposure[place]!);
};
