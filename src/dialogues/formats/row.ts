/** What every format is read into. */

/** One row of a file: the values of the columns asked for, in the order asked. */
export interface Row {
  /** Line in the file on which the row begins, from 1. */
  readonly line: number;
  /** Where the row lies in the text, in bytes of UTF-8; its line end belongs to it. */
  readonly start: number;
  readonly end: number;
  /** Texts in CSV and TSV, any JSON value in JSONL, undefined where the row has no such key. */
  readonly values: readonly unknown[];
}

/** A longer row is taken for a sign of damage, such as a quote that is never closed. */
export const maxRowBytes = 1 << 26;
