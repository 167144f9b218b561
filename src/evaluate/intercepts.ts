/**
 * What each system is worth whatever its candidates are like. Without it the weights of features must also explain how far systems
 * lie apart, and what holds between systems (abstracts are shorter than extracts, and better) says little of two
 * candidates of equals. With it they are free to say what holds between candidates of the same standing (Mundlak 1978).
 */
import type { FeatureMatrix } from '../rerank/learned/matrix.ts';
import { unitWeight } from '../rerank/learned/model.ts';
import { contenders, type LabelledPool } from './labelled-pool.ts';

/** The feature that an intercept is told as. */
export const interceptFeature = 'prior.system';

/** A column a system: 1 where a row is the system's, centred on the rows that may win as features are. */
export const indicators = (pool: LabelledPool, open: readonly number[], systems: number): FeatureMatrix => {
  const own = new Float64Array(systems);
  for (const row of open) own[pool.rows[row]!]! += 1 / open.length;
  const count = pool.rows.length;
  const values = new Float64Array(count * systems);
  for (let row = 0; row < count; row++)
    for (let system = 0; system < systems; system++)
      values[row * systems + system] = Number(pool.rows[row] === system) - own[system]!;
  return { rows: count, width: systems, values };
};

/** Weights and scales of features and indicators, parted: what is left of the indicators is a number a system. */
export const partIntercepts = (weights: Float64Array, scales: Float64Array, features: number) => ({
  weights: weights.slice(0, features),
  scales: scales.slice(0, features),
  /** By system, in units of the score; 0 for a system without labelled outputs. */
  intercepts: Float64Array.from(weights.subarray(features), (weight, system) =>
    unitWeight({ weight, scale: scales[features + system]! }),
  ),
});

/** Deviation of the intercepts within dialogues: as a feature they have weight and scale alike, so that a unit counts once. */
export const interceptSpread = (pools: readonly LabelledPool[], intercepts: Float64Array): number => {
  let [squares, count] = [0, 0];
  for (const pool of pools) {
    const own = contenders(pool).map((row) => intercepts[pool.rows[row]!]!);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    for (const value of own) squares += (value - mean) ** 2;
    count += own.length;
  }
  return Math.sqrt(squares / Math.max(count, 1));
};
