/** Features of candidates by group, in the order of their columns. */
import { coverage } from './coverage.ts';
import type { FeatureGroup, FeaturePool, FittedSystems, VotingPool } from './define.ts';
import { duplicates } from './duplicates.ts';
import { gramsOf } from './grams.ts';
import { length } from './length.ts';
import { lexicon } from './lexicon.ts';
import { logprob } from './logprob.ts';
import { marks } from './marks.ts';
import { overlap } from './overlap.ts';
import { prior } from './prior.ts';
import { repetition } from './repetition.ts';
import { columnIds, scorers } from './scorers.ts';
import { sentences } from './sentences.ts';
import { skilledUtility } from './skilled-utility.ts';
import { support } from './support.ts';
import { tags } from './tags.ts';
import { utility } from './utility.ts';

export const staticGroups = {
  utility,
  overlap,
  length,
  coverage,
  repetition,
  sentences,
  marks,
  tags,
  support,
  logprob,
  duplicates,
  scorers,
} as const;

export const fittedGroups = { 'skilled-utility': skilledUtility, prior, lexicon } as const;

/** What columns are named after. */
export type FeatureShape = Pick<FeaturePool, 'types' | 'columns'>;

/** Features of one dialogue: for every name an array by row, NaN where the feature is unknown and in rows without text. */
export interface FeatureTable {
  readonly names: readonly string[];
  readonly values: readonly Float64Array[];
}

const namesOf = (group: FeatureGroup, shape: FeatureShape): string[] =>
  group.features.flatMap(({ name, each }) => {
    if (each === undefined) return [name];
    return (each === 'type' ? shape.types : columnIds(shape)).map((one) => name.replace('*', () => one));
  });

/** Names of what `computeStatic` gives, the same for all pools of one shape. */
export const staticNames = (shape: FeatureShape): string[] =>
  Object.values(staticGroups).flatMap((group) => namesOf(group, shape));

/** Names of what `fittedValues` gives. */
export const fittedNames = ({ types }: Pick<FeatureShape, 'types'>): string[] =>
  Object.values(fittedGroups).flatMap((group) => namesOf(group, { types, columns: {} }));

/**
 * The features that no fit changes, on their own scales. Votes are summed in the order of the rows, all else is exact in any
 * order: who needs the same bits for permuted systems puts the rows in one order first. O(R² + words).
 */
export const computeStatic = (pool: FeaturePool): FeatureTable => {
  const grams = gramsOf(pool);
  const values = Object.values(staticGroups).flatMap((group) => group.compute(pool, grams));
  return { names: staticNames(pool), values };
};

/**
 * The features that depend on the training dialogues, on their own scales. O(R²), summed as by `computeStatic`. Without their names:
 * learning comes by here for every dialogue of every fold.
 */
export const fittedValues = (pool: VotingPool, fitted: FittedSystems): readonly Float64Array[] =>
  Object.values(fittedGroups).flatMap((group) => group.compute(pool, fitted));
