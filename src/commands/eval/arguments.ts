/** What `hapui eval` was asked for. */
export interface EvalArguments {
  /** File of references. */
  readonly references: string;
  /** Files of summaries, at least one. */
  readonly files: readonly string[];
  /** Names, also separated by commas, or options in braces. */
  readonly tokenizer?: readonly string[] | undefined;
  /** Default: `rouge-1.0.1`. */
  readonly metric?: string | undefined;
  /** Porter stems in the tokenizer `rouge-score`. */
  readonly stemmer?: boolean | undefined;
  /** `best` (default) or `mean` of several references. */
  readonly referenceMode?: string | undefined;
  /** `role=name`, also separated by commas; roles not named are recognised. */
  readonly columns?: readonly string[] | undefined;
  /** Of all files; default `utf-8`. */
  readonly encoding?: string | undefined;
  /** File to write a JSON line a row to. */
  readonly perRow?: string | undefined;
  /** Stop where the original package would raise, and where a summary is missing. */
  readonly strict?: boolean | undefined;
  readonly json?: boolean | undefined;
  /** Lowest score, 0–100, that passes. */
  readonly failUnder?: number | undefined;
  /** Scores by topic and by length of the reference. */
  readonly breakdown?: boolean | undefined;
  /** Of intervals and tests; default 42. */
  readonly seed?: number | undefined;
  readonly allowCommands?: boolean | undefined;
}
