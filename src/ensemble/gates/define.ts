/** The shape of a gate: a reason why a candidate may vote but not win. */
import type { Candidate } from '../../types.ts';
import type { LengthFit } from '../lengths.ts';
import type { GateOptions } from './options.ts';

/** A candidate as gates see it. */
export interface GatedRow {
  /** With its exact text. */
  readonly candidate: Candidate;
  /** Its text as it is compared. */
  readonly comparison: string;
  /** Number of tokens of the compared text. */
  readonly tokens: number;
}

/** A dialogue with the candidates to be judged. */
export interface GatedDialogue {
  /** Exact text; empty where the run has no dialogues. */
  readonly text: string;
  readonly rows: readonly GatedRow[];
}

/** What gates know of the whole dataset. */
export interface GateStatistics {
  /** Share of a system's candidates that end a sentence, by system id; absent where too few were seen. */
  readonly endings: ReadonlyMap<string, number>;
  /** Absent where too few candidates were seen. */
  readonly lengths?: LengthFit | undefined;
}

/** Judges the rows of one dialogue: why a row may not win, with figures. */
export type RowCheck = (row: GatedRow) => string | undefined;

export interface Gate {
  /** Key in `gates`. */
  readonly name: keyof GateOptions;
  /** One sentence for the docs. */
  readonly about: string;
  /** Undefined where the options switch it off. What depends on the dialogue alone is worked out once for all its rows. */
  create(
    options: GateOptions,
    statistics: GateStatistics,
  ): ((dialogue: GatedDialogue) => RowCheck) | undefined;
}

export const defineGate = (gate: Gate): Gate => gate;
