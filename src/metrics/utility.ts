import { ConfigError } from '../errors.ts';
import type { MetricMatrix } from '../types.ts';

/**
 * The utility u(hypothesis, reference) as a weighted mean of a metric's F-measures, `hypotheses × references`, row-major.
 * A type without a weight counts nothing; sums run in the order of `types`.
 */
export const mix = (
  matrix: MetricMatrix,
  types: readonly string[],
  weights: Readonly<Record<string, number>>,
): Float64Array => {
  checkWeights(types, weights);
  const total = types.reduce((sum, type) => sum + (weights[type] ?? 0), 0);
  const utility = new Float64Array(matrix.hypotheses * matrix.references);
  types.forEach((type, plane) => {
    const weight = (weights[type] ?? 0) / total;
    const scores = matrix.fmeasure[plane]!;
    if (weight !== 0)
      for (let cell = 0; cell < utility.length; cell++) utility[cell]! += weight * scores[cell]!;
  });
  return utility;
};

/** Throws unless every weight belongs to one of `types` and they have a positive sum. */
export const checkWeights = (types: readonly string[], weights: Readonly<Record<string, number>>): void => {
  const unknown = Object.keys(weights).find((type) => !types.includes(type));
  if (unknown !== undefined) {
    throw new ConfigError('config-unknown-name', {
      where: 'mbr.utility.weights',
      found: `unknown ROUGE type "${unknown}"`,
      expected: `one of ${types.join(', ')}`,
    });
  }
  const values = Object.values(weights);
  if (values.every((weight) => weight >= 0 && Number.isFinite(weight)) && values.some((weight) => weight > 0))
    return;
  throw new ConfigError('config-value', {
    where: 'mbr.utility.weights',
    found: `weights ${JSON.stringify(weights)}`,
    expected: 'finite weights from 0, at least one above 0',
  });
};
