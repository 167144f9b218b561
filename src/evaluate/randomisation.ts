/** Approximate randomisation (Noreen 1989): how often a mean difference as large arises when the sides are exchanged by chance. */
import { createRandom } from '../random.ts';

export interface RandomisationOptions {
  readonly seed: number;
  /** Random exchanges; default 5,000. */
  readonly trials?: number;
}

/** Two-sided p-value of the mean of a − b over the same dialogues, never 0. O(trials · n), the same for the same seed. */
export const randomisationTest = (
  a: Float64Array,
  b: Float64Array,
  { seed, trials = 5000 }: RandomisationOptions,
): number => {
  const differences = a.map((value, item) => value - b[item]!);
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  // Equal sums in another order may differ in the last bits: they are as large.
  const limit = observed * (1 - 1e-12);
  const random = createRandom(seed, 'randomisation', a.length);
  let asLarge = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (Math.abs(exchangedSum(differences, () => random.below(2 ** 32))) >= limit) asLarge += 1;
  }
  return (asLarge + 1) / (trials + 1);
};

/** Sum of the differences with random signs; a draw is good for 32 of them. */
const exchangedSum = (differences: Float64Array, draw: () => number): number => {
  let sum = 0;
  let signs = 0;
  for (let item = 0; item < differences.length; item++) {
    if (item % 32 === 0) signs = draw();
    sum += (signs & 1) === 0 ? differences[item]! : -differences[item]!;
    signs >>>= 1;
  }
  return sum;
};
