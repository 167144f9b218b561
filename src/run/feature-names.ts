/** Names of the features that candidates of a part have. */
import { fittedNames, staticNames } from '../rerank/features/index.ts';
import type { OpenedPart } from './part.ts';

/** In the order in which they are computed. */
export const featureNames = ({ scoring, scorers }: Pick<OpenedPart, 'scoring' | 'scorers'>): string[] => {
  const columns = Object.fromEntries(scorers.map(({ id }) => [id, new Float64Array(0)]));
  const shape = { types: scoring.types, columns };
  return [...staticNames(shape), ...fittedNames(shape)];
};
