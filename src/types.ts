/**
 * The words every part shares. Nothing here does work: types only, so that this row imports nothing.
 * One dialogue flows through hapui as a `Pool`: the dialogue and its candidates, one column of scores per scorer.
 */

/** One source text of a dataset; `text` is empty where the run has no `dataset` (ids come from the first system then). */
export interface Dialogue {
  readonly id: string;
  /** Position in the dataset, from 0. */
  readonly index: number;
  readonly text: string;
  readonly topic?: string;
  /** Human-written summaries; empty where there are none. */
  readonly references: readonly string[];
}

/** What became of one answer. Only `ok` may win, unless nothing else is there. */
export type CandidateStatus = 'ok' | 'empty' | 'truncated' | 'refused' | 'filtered' | 'malformed' | 'failed';

/** One generated summary with its provenance. The candidates of one dialogue are its n-best list. */
export interface Candidate {
  /** `id` of the configured system. */
  readonly system: string;
  /** Rank within the system's own list, from 0. */
  readonly candidate: number;
  /** Exact text as the system gave it. */
  readonly text: string;
  readonly status: CandidateStatus;
  /** Sum of the log-probabilities of the generated tokens, where the system knows it. */
  readonly logprob?: number;
  /** Tokens computed elsewhere (tokenizer `{column: …}`). */
  readonly tokens?: readonly string[];
}

/** A dialogue with all its candidates, in config order of the systems, then candidate index. */
export interface Pool {
  readonly dialogue: Dialogue;
  readonly candidates: readonly Candidate[];
}

/** The tokens of one text, in order. */
export type Tokens = readonly string[];

/** Splits texts into tokens; slow ones live in a worker or process, hence the promise. */
export interface Tokenizer {
  /** Everything that changes its tokens: name, options, version, model hash. Part of every score's signature. */
  readonly signature: string;
  /** One list of tokens a text, in the order given. */
  tokenize(texts: readonly string[]): Promise<readonly Tokens[]>;
  close?(): Promise<void>;
}

/**
 * Scores of every hypothesis against every reference.
 * Planes are row-major, `hypotheses × references`, in the order of `Metric.types`, on the 0–1 scale.
 */
export interface MetricMatrix {
  readonly hypotheses: number;
  readonly references: number;
  readonly precision: readonly Float64Array[];
  readonly recall: readonly Float64Array[];
  readonly fmeasure: readonly Float64Array[];
  /** Pairs for which the original package raises, by `hypothesis * references + reference`, with its message; they score 0. */
  readonly errors: ReadonlyMap<number, string>;
}

/** A utility u(hypothesis, reference), always in this order: many are not symmetric. */
export interface Metric {
  /** Names of the planes, e.g. `rouge1`, `rouge2`, `rougeL`. */
  readonly types: readonly string[];
  /** Everything that changes its scores, without the tokenizer's part. */
  readonly signature: string;
  matrix(hypotheses: readonly Tokens[], references: readonly Tokens[]): MetricMatrix;
}

/** One answer of a generator for one dialogue. */
export type Generated =
  | { readonly status: 'ok'; readonly candidates: readonly Candidate[] }
  | { readonly status: 'failed'; readonly reason: string };

/** What a generator may know beside the dialogues: never threads, files or the store. */
export interface GeneratorContext {
  readonly seed: number;
  /** System id, for `Candidate.system`. */
  readonly system: string;
}

/** A source of candidates. */
export interface Generator {
  /**
   * Everything about model and options that changes its answers (model id, revision, file hashes, prompt text): the
   * stored answers of another identity are not this generator's.
   */
  readonly identity: string;
  /** Answers aligned with `batch`. Throws only when the whole batch failed. */
  generate(
    batch: readonly Dialogue[],
    context: GeneratorContext,
    signal: AbortSignal,
  ): Promise<readonly Generated[]>;
  close?(): Promise<void>;
}

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
