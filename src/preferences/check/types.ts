/** What a check of a pair file reads and finds. */
import type { FindingCode } from './codes.ts';

/** A line of a pair file that is not blank. */
export interface PairLine {
  /** From 1. */
  readonly line: number;
  /** Bytes of the file before it, as it lies unpacked. */
  readonly offset: number;
  /** Without its line break; a byte order mark is left in. */
  readonly text: string;
  /** Column, from 1, of the first character that is not UTF-8; the text has U+FFFD there. */
  readonly undecodable?: number | undefined;
}

/** A file of any origin, read line by line. */
export interface PairFile {
  /** As messages name it. */
  readonly label: string;
  lines(): AsyncIterable<PairLine>;
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
  readonly code: FindingCode;
  /** `reject`: it stops; `drop`: the row is lost; `cut`: text is lost; `mangle`: it learns something else; `warn`: it is unwise. */
  readonly effect: 'reject' | 'drop' | 'cut' | 'mangle' | 'warn';
  /** From 1; absent where the whole file is meant. */
  readonly line?: number | undefined;
  /** From 1, of a place in the line. */
  readonly column?: number | undefined;
  /** One sentence: what was found, what the loader does with it. */
  readonly text: string;
}
