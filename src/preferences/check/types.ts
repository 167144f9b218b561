/** What a check of a pair file reads and finds. */

/** A file of any origin, read line by line. */
export interface PairFile {
  /** As messages name it. */
  readonly label: string;
  /** Lines that are not blank, numbered from 1. */
  lines(): AsyncIterable<{ readonly line: number; readonly text: string }>;
}

/** What a check may know beside the file. */
export interface CheckContext {
  /** Token lengths of texts, where a tokenizer was named. */
  readonly countTokens?: ((texts: readonly string[]) => Promise<readonly number[]>) | undefined;
  /** Tokens that prompt and answer may have together. */
  readonly maxTokens?: number | undefined;
}

/** Something that the loader would do to a row, other than read it. */
export interface Finding {
  /** Stable code. */
  readonly code: string;
  /** `reject`: it stops; `drop`: the row is lost; `cut`: text is lost; `mangle`: it learns something else; `warn`: it is unwise. */
  readonly effect: 'reject' | 'drop' | 'cut' | 'mangle' | 'warn';
  /** From 1; absent where the whole file is meant. */
  readonly line?: number | undefined;
  /** One sentence: what was found, what the loader does with it. */
  readonly text: string;
}
