/** A rung of the ladder: one way to choose, from the simplest up, fitted on labelled dialogues. */
import type { ByKind, SayingOdds } from '../../rerank/features/wording.ts';
import type { LabelledPool } from '../labelled-pool.ts';

/** What a fit may know beside its pools. */
export interface RungContext {
  /** Ids. */
  readonly systems: readonly string[];
  /** System → cluster. Clusters are found without labels, so they are the same for all folds. */
  readonly clusterOf: Int32Array;
  /** Names of all features: those in `statics` of the pools, then the fitted ones. */
  readonly features: readonly string[];
  /** Number of words and pairs that `wording` of the pools is numbered by; none where words are not held. */
  readonly vocabulary?: readonly string[] | undefined;
  readonly seed: number;
  /** Strength of regularisation, where it has been settled; otherwise each fit settles it for itself. */
  readonly strength?: number;
  /** How far references say what candidates say, where it has been settled; otherwise each fit settles it for itself. */
  readonly sayings?: ByKind<SayingOdds> | undefined;
  /** What the pools of a fit are part of: it may begin where the fit of the whole ended, which changes it by rounding alone. */
  readonly whole?: readonly LabelledPool[];
}

/** A rung that has learned. */
export interface FittedRung {
  /** The row that it chooses; −1 where no row has a text. */
  select(pool: LabelledPool): number;
  /** What it compares, by row: higher is better, NaN for a row without text. Comparable within a dialogue only. */
  scores(pool: LabelledPool): Float64Array;
}

export interface Rung {
  readonly name: string;
  /** One sentence for the docs. */
  readonly about: string;
  /**
   * Settles on a training set what its parts need not settle again when rungs are compared on them. The dialogues that judge the
   * choice are not among `pools`. What the context has settled already stays.
   */
  tune?(pools: readonly LabelledPool[], context: RungContext): RungContext;
  fit(pools: readonly LabelledPool[], context: RungContext): FittedRung;
}

export const defineRung = (rung: Rung): Rung => rung;
