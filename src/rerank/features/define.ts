/** A group of features of candidates: what the second stage may look at, one idea a file. */
import type { Candidate, Tokens } from '../../types.ts';
import type { PoolGrams } from './grams.ts';
import type { Lexicon, Wording } from './wording.ts';

/** One dialogue as features see it. Arrays are by row (config order of the systems, then rank) unless they say otherwise. */
export interface FeaturePool {
  readonly source: { readonly text: string; readonly tokens: Tokens };
  readonly candidates: readonly Candidate[];
  /** Row → system. */
  readonly rows: Int32Array;
  /** Row → hypothesis; −1 where the row has no text. */
  readonly hypothesisOf: Int32Array;
  /** Hypothesis → text, in its compared form. */
  readonly texts: readonly string[];
  /** Hypothesis → tokens. */
  readonly tokens: readonly Tokens[];
  /** Names of `planes`: the types that the score is the mean of, e.g. `rouge1`. */
  readonly types: readonly string[];
  /** F-measure of every hypothesis against every other, row-major, a plane a type; 0–1. */
  readonly planes: readonly Float64Array[];
  /** System → cluster of near-copies. */
  readonly clusterOf: Int32Array;
  /** Columns of further scorers; NaN where a row has no score. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** The part of a pool that is left where texts are no longer held, and what they said where it is known. */
export interface VotingPool
  extends Pick<FeaturePool, 'rows' | 'hypothesisOf' | 'types' | 'planes' | 'clusterOf'> {
  /** Numbered as the lexicon is. */
  readonly wording?: Wording | undefined;
}

/** What a fit on training dialogues knows of the systems, and of words; arrays are by system. */
export interface FittedSystems {
  /** Mean labelled score, 0–1; NaN where a system has no labelled outputs. */
  readonly skills: Float64Array;
  /** What the second stage adds to the candidates of each system; 0 where a system has no labelled outputs. */
  readonly intercepts: Float64Array;
  /** How references are worded; absent where it is not known. */
  readonly lexicon?: Lexicon | undefined;
}

export interface Feature {
  /** Unique, e.g. `length.log`; of a feature with `each`, `*` stands for the type or column. */
  readonly name: string;
  /** There is one for every type of the metric, or for every column of further scorers. */
  readonly each?: 'type' | 'column';
  /** One sentence for the docs, with unit and range. */
  readonly about: string;
}

interface Group {
  readonly name: string;
  /** One sentence for the docs. */
  readonly about: string;
  /** In the order in which `compute` gives them; a feature with `each` stands for several in a row. */
  readonly features: readonly Feature[];
}

/** Features of the texts alone: the same in every fold. */
export interface StaticGroup extends Group {
  readonly kind: 'static';
  /** One array a feature, by row; NaN where a feature is unknown for a row. Pure; `grams` are those of the pool. */
  compute(pool: FeaturePool, grams: PoolGrams): readonly Float64Array[];
}

/** Features that depend on what the training dialogues said of the systems: computed anew in every fold. */
export interface FittedGroup extends Group {
  readonly kind: 'fitted';
  compute(pool: VotingPool, fitted: FittedSystems): readonly Float64Array[];
}

export type FeatureGroup = StaticGroup | FittedGroup;

export const defineFeatures = <G extends FeatureGroup>(group: G): G => group;
