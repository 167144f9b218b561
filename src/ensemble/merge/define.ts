/** A merger proposes new texts made of several candidates. A proposal is a candidate like any other: it must win and be faithful. */
import type { z } from 'zod';
import type { Dialogue } from '../../types.ts';

/** A candidate that a proposal may use, best first. */
export interface Shortlisted {
  /** Position among the candidates of the dialogue. */
  readonly row: number;
  /** Its text as it would be written out. */
  readonly text: string;
}

/** A text made of others. */
export interface Proposal {
  readonly text: string;
  /** Rows whose words it uses, the selected one first. */
  readonly rows: readonly number[];
  /** What was done, for the reason: `adds a sentence of kobart`. */
  readonly how: string;
}

/** What a merger sees of a dialogue that has been decided. */
export interface MergeInput {
  readonly dialogue: Dialogue;
  /** The selected candidate first, then the next ones of other texts. */
  readonly shortlist: readonly Shortlisted[];
  /** Row → id of its system. */
  readonly systemOf: (row: number) => string;
}

export interface MergerDefinition<Options = unknown> {
  readonly kind: 'merger';
  readonly name: string;
  /** One sentence for the docs. */
  readonly about: string;
  readonly options: z.ZodType<Options>;
  /** Proposals in a fixed order; pure. */
  propose(input: MergeInput, options: Options): readonly Proposal[];
}

export const defineMerger = <Options>(
  definition: Omit<MergerDefinition<Options>, 'kind'>,
): MergerDefinition<Options> => ({ kind: 'merger', ...definition });
