/** The shape of a pair format: how pairs become the rows of one trainer, and how that trainer's loader reads a file. */
import type { CheckContext, Finding, PairFile } from '../check/types.ts';
import type { Pair, TrainingRow } from '../types.ts';

/** What was written of one split. */
export interface WrittenSplit {
  readonly split: string;
  /** Name of its file, beside the other files of the format. */
  readonly file: string;
  readonly rows: number;
}

/** What further files of a format may tell of. */
export interface FormatContext {
  /** Name of the run. */
  readonly name: string;
  /** In the order of `preferences.splits`. */
  readonly splits: readonly WrittenSplit[];
  /** Keys of the rows, the same in every row; empty where no row was written. */
  readonly keys: readonly string[];
}

export interface PairFormat {
  /** As `preferences.formats` and `pairs check --for` name it; its files lie in `preferences/<name>/`. */
  readonly name: string;
  /** One sentence for the docs. */
  readonly about: string;
  /**
   * Rows of one pair. `siblings` are all written pairs of its dialogue, itself among them, in order: a format without a
   * row a pair (KTO) says each text once. Pure.
   */
  rows(pair: Pair, siblings: readonly Pair[]): readonly TrainingRow[];
  /** Keys whose numbers are real ones: `trainingLine` writes a whole one as `1.0`, so that its type is that of the others. */
  readonly decimals?: readonly string[];
  /** Whether rows of one prompt may not follow each other: those of other prompts are written between them. */
  readonly promptsApart?: boolean;
  /** Further files that its trainer wants (`dataset_info.json`, a YAML), by name; written beside the splits. */
  files?(context: FormatContext): Readonly<Record<string, string>>;
  /** What the trainer's loader would reject, drop, cut or mangle in `file`, row by row. */
  check(file: PairFile, context: CheckContext): AsyncIterable<Finding>;
}

export const definePairFormat = (format: PairFormat): PairFormat => format;
