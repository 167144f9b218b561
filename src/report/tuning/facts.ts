/** The parts of a tuning report that its page shows. Fields are named as in `tuning.json`; scores and gains are points. */

/** A mean with its 95 % interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** How far a trial came: its mean score on so many dialogues. */
export interface TrialRung {
  readonly dialogues: number;
  readonly score: number;
  readonly low: number;
  readonly high: number;
}

export interface TrialFacts {
  /** 0 is what the config says. */
  readonly trial: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly rungs: readonly TrialRung[];
  readonly failed: number;
  readonly refused?: string;
}

export interface OptionsFacts {
  readonly system: string;
  readonly dialogues: { readonly search: number; readonly held_out: number };
  readonly trials: readonly TrialFacts[];
  readonly luck: { readonly trials: number; readonly expected: number; readonly isGreat: boolean };
  readonly found?: {
    readonly trial: number;
    readonly takes: boolean;
    readonly claims_gain: boolean;
    readonly searched: Interval;
    readonly held: Interval;
  };
}

interface FusionFacts {
  readonly method: string;
  readonly weights: Readonly<Record<string, number>>;
}

export interface WeightsFacts {
  readonly dialogues: number;
  readonly columns: readonly string[];
  readonly configured: FusionFacts & { readonly score: number };
  readonly found: FusionFacts & { readonly score: number; readonly gain: Interval };
  readonly keeps: boolean;
  readonly auto: { readonly score: number; readonly gain: Interval };
  readonly alone: readonly { readonly column: string; readonly score: number; readonly gain: Interval }[];
  readonly search: {
    /** 0 where no weights choose otherwise than others. */
    readonly cost: number;
    /** In the order in which they were tried; the score is that of the dialogues searched on. */
    readonly tried: readonly {
      readonly method: string;
      readonly weights: readonly number[];
      readonly score: number;
    }[];
  };
  readonly signature: string;
}

/** What a page of tuning shows. */
export interface TuningFacts {
  readonly systems: readonly OptionsFacts[];
  readonly fusion: WeightsFacts;
}
