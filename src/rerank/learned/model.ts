/** A linear second stage: what it weighs, and how it scores the candidates of a dialogue. */
import { ConfigError, firstFew } from '../../errors.ts';
import { nearest } from '../../registry.ts';
import type { FeatureMatrix } from './matrix.ts';

export interface FeatureWeight {
  readonly name: string;
  /** Deviation of the feature within the training dialogues; 0 where it never differed. */
  readonly scale: number;
  /** Score that one such deviation is worth. */
  readonly weight: number;
}

/** What one unit of a feature is worth; nothing where it never differed. */
export const unitWeight = ({ scale, weight }: Pick<FeatureWeight, 'scale' | 'weight'>): number =>
  scale > 0 ? weight / scale : 0;

/** Weights of one unit of each feature, in the order of `names`; 0 for features that the model does not have. Throws where it knows others than those. */
export const weightsFor = (
  features: readonly FeatureWeight[],
  names: readonly string[],
  where: string,
): Float64Array => {
  const weights = new Float64Array(names.length);
  for (const feature of features) {
    const place = names.indexOf(feature.name);
    if (place < 0) throw unknownFeature(feature.name, names, where);
    weights[place] = unitWeight(feature);
  }
  return weights;
};

const unknownFeature = (name: string, names: readonly string[], where: string): ConfigError => {
  const scorer = /^scorer\.(.+?)(\.missing)?$/.exec(name)?.[1];
  const near = nearest(name, names);
  return new ConfigError(
    'config-unknown-name',
    {
      where,
      found:
        scorer === undefined
          ? `unknown feature "${name}"`
          : `a weight for the scorer "${scorer}", which this run does not have`,
      expected:
        scorer === undefined
          ? `features of this version (${firstFew(names, 6)})`
          : 'the scorers of the run that it was learned with',
      fix:
        near === undefined
          ? 'Train again: hapui train.'
          : `Did you mean "${near}"? Else train again: hapui train.`,
    },
    { data: { feature: name } },
  );
};

/** Score of every row of a centred matrix: Σ weight · feature, summed in the order of the features. */
export const scoreRows = ({ rows, width, values }: FeatureMatrix, weights: Float64Array): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let feature = 0, at = row * width; feature < width; feature++, at++)
      sum += weights[feature]! * values[at]!;
    return sum;
  });

/** What a feature adds to the score of one row over another. */
export interface Contribution {
  readonly name: string;
  readonly value: number;
}

/** What tells `row` from `other`, the strongest first; they add up to the difference of the scores. */
export const contributions = (
  { width, values }: FeatureMatrix,
  weights: Float64Array,
  names: readonly string[],
  { row, other }: { readonly row: number; readonly other: number },
): Contribution[] =>
  names
    .map((name, feature) => ({
      name,
      value: weights[feature]! * (values[row * width + feature]! - values[other * width + feature]!),
    }))
    .filter(({ value }) => value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || (a.name < b.name ? -1 : 1));
