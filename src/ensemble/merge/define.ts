/** A merger proposes new texts made of several candidates. A proposal is a candidate like any other: it must win and be faithful. */
import type { AskContext } from '../../models/asker/context.ts';
import type { Definition, Host } from '../../registry.ts';
import type { Dialogue, Expenses, Json } from '../../types.ts';

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

/** What all mergers say of themselves. */
interface MergerBase<Options> extends Definition<Options> {
  readonly kind: 'merger';
  /** Said of a dialogue for which it proposes nothing. */
  readonly nothing: string;
}

/** Makes its texts of those that are there. */
export interface EditingMerger<Options = unknown> extends MergerBase<Options> {
  readonly cost: 'free';
  /** Proposals in a fixed order; pure. */
  propose(input: MergeInput, options: Options): readonly Proposal[];
}

/** Has its texts written by somebody who is paid; each is kept in the store and asked for once. */
export interface WritingMerger<Options = unknown> extends MergerBase<Options> {
  readonly cost: 'paid';
  /** Dialogues in flight at a time. It keeps its own deadlines. */
  inFlight(options: Options): number;
  /** Whether these options tell what everything costs, so that a budget can be kept. */
  isPriced(options: Options): boolean;
  create(options: Options, host: Host): Promise<MergeWriter>;
}

export type MergerDefinition<Options = unknown> = EditingMerger<Options> | WritingMerger<Options>;

/** What a writer is told: whose the texts are is not for it to know. */
export interface MergeItem {
  /** For messages only. */
  readonly id: string;
  readonly dialogue: string;
  readonly topic?: string | undefined;
  /** Two or more, the selected one first. */
  readonly texts: readonly string[];
}

/** A writer's answer for one item. */
export type WrittenMerge =
  | {
      readonly status: 'ok';
      /** None where what came is no summary. */
      readonly texts: readonly string[];
      /** What the answers cost, in the writer's own terms; kept, and given back to `recall`. */
      readonly paid?: Json;
    }
  | { readonly status: 'failed'; readonly reason: string };

/** Adds up what items are likely to cost; asks for nothing. */
export interface MergeForecaster {
  /** `isKnown`: whether the run would show these very texts. */
  add(item: MergeItem, isKnown: boolean): Promise<void>;
  total(): Expenses;
}

export interface MergeWriter {
  /** Everything about model and options that changes its texts. */
  readonly identity: string;
  /** Answers aligned with `batch`. */
  write(
    batch: readonly MergeItem[],
    context: AskContext,
    signal: AbortSignal,
  ): Promise<readonly WrittenMerge[]>;
  /** Facts for `run.json`, costs among them. */
  report(): Json;
  /** Takes note of what a stored answer had cost; undefined where that was not kept. */
  recall(paid: Json | undefined): void;
  forecast(context: AskContext): MergeForecaster;
}

export const defineMerger = <Options>(
  definition: Omit<EditingMerger<Options>, 'kind' | 'cost'>,
): EditingMerger<Options> => ({ kind: 'merger', cost: 'free', ...definition });

export const defineWritingMerger = <Options>(
  definition: Omit<WritingMerger<Options>, 'kind' | 'cost'>,
): WritingMerger<Options> => ({ kind: 'merger', cost: 'paid', ...definition });
