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
  /** Generated tokens, the end token counted, where the system knows it. */
  readonly length?: number;
  /** Whether the end token ended it, or the limit of new tokens. */
  readonly finish?: 'end' | 'length';
  /** What a reader should know of it, such as how much of the source was cut; becomes a reason of the decision. */
  readonly note?: string;
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
  /** Its tokens come along with the candidates: it can make none for other texts. */
  readonly given?: true;
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
  | {
      readonly status: 'ok';
      readonly candidates: readonly Candidate[];
      /** Of paid answers: what they cost, in the generator's own terms; kept, and given back to `recall`. */
      readonly paid?: Json;
    }
  /** Some of its candidates failed: those that are there take part, and the next run asks for the others. */
  | {
      readonly status: 'partial';
      readonly candidates: readonly Candidate[];
      readonly reason: string;
      readonly paid?: Json;
    }
  | { readonly status: 'failed'; readonly reason: string };

/** Everything that decides one answer of a model. */
export interface AnswerParts {
  /** Of server and model, and of the options that change answers. */
  readonly identity: string;
  /** All that is sent. */
  readonly prompt: string;
  readonly seed: number;
  readonly candidate: number;
}

/** Keeps the single answers that a dialogue's candidates are made of, so that none is paid for twice. */
export interface AnswerStore {
  get(parts: AnswerParts): Promise<Json | undefined>;
  /** Resolves when a kill can no longer take the answer away. */
  put(parts: AnswerParts, answer: Json): Promise<void>;
}

/** Leave for one paid request; whoever has it must settle it. */
export interface Leave {
  /** What the request cost after all; where that is unknown, what it may have cost. */
  settle(usd: number): void;
}

/** Where paid requests ask for leave before they are sent. */
export interface Purse {
  /** Leave to spend `usd` at most, as soon as it fits beside what is in flight; undefined where it never will. */
  reserve(usd: number, signal: AbortSignal): Promise<Leave | undefined>;
}

/** What a figure is expected to be, and its likely bounds. */
export interface Range {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** What answers that are not stored yet are likely to take. */
export interface Expenses {
  /** Answers that are stored already, and those to be asked for. */
  readonly stored: number;
  readonly owed: number;
  readonly calls: Range;
  readonly inputTokens: Range;
  readonly outputTokens: Range;
  /** Undefined where the config has no prices. */
  readonly usd: Range | undefined;
  /** What the figures rest on, a sentence each. */
  readonly notes: readonly string[];
}

/** Adds up what dialogues are likely to cost; asks for nothing. */
export interface Forecaster {
  add(dialogue: Dialogue): Promise<void>;
  total(): Expenses;
}

/** What a generator may know beside the dialogues: never threads, files or the store. */
export interface GeneratorContext {
  readonly seed: number;
  /** System id, for `Candidate.system`. */
  readonly system: string;
  /** Of `paid` generators: what they have been answered before. Absent where nothing is kept. */
  readonly answers?: AnswerStore;
  /** Of `paid` generators: where a budget is kept; absent where there is none. */
  readonly purse?: Purse;
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
  /** Facts for `run.json` once a batch is done, such as the devices requested, used and why. */
  report?(): Json;
  /**
   * Of `paid` generators: takes note of what a dialogue's stored answer had cost (`Generated.paid`), for the report;
   * undefined where that was not kept.
   */
  recall?(paid: Json | undefined, candidates: number): void;
  /** Of `paid` generators: a forecast of what dialogues without a stored answer will cost. */
  forecast?(context: GeneratorContext): Forecaster;
  close?(): Promise<void>;
}

/** What the votes and earlier scorers say of a pool; arrays are by candidate unless they say otherwise. */
export interface Evidence {
  /** The columns that the scorer needs, and no others; NaN where a candidate has no score. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Candidate → hypothesis; −1 where cleaning leaves no text. */
  readonly hypothesisOf: Int32Array;
  readonly hypotheses: number;
  /** u(hypothesis, pseudo-reference) by hypothesis, row-major, 0–1. */
  readonly utility: Float64Array;
  /** 1 where no gate holds the candidate back. */
  readonly eligible: Uint8Array;
  /** Prior of the candidate's system. */
  readonly priors: Float64Array;
  /** Who votes: the weight of each candidate's vote, its cluster, and whether a cluster's own votes are left out. */
  readonly votes: { readonly weight: Float64Array; readonly cluster: Int32Array; readonly leaveOut: boolean };
}

/**
 * Texts to score: the candidates of one system, or all of the dialogue, as the scorer's `scope` says; none is blank. Whose
 * they are and what the references say is not told: a score is about texts.
 */
export interface ScorerItem {
  /** Id of the dialogue, for messages only. */
  readonly id: string;
  readonly dialogue: string;
  readonly candidates: readonly string[];
  /** Only for scorers that name columns they need. */
  readonly evidence?: Evidence;
}

/** A scorer's answer for one item. */
export type Scored =
  | {
      readonly status: 'ok';
      /** Higher is better; NaN where a candidate has no score. Aligned with the item's candidates. */
      readonly scores: ArrayLike<number>;
      /** Of paid scorers: what the answers cost, in the scorer's own terms; kept, and given back to `recall`. */
      readonly paid?: Json;
    }
  | { readonly status: 'failed'; readonly reason: string };

/** What a scorer may know beside its items. */
export interface ScorerContext {
  readonly seed: number;
  /** Id of the entry of `rerank`, the name of its column. */
  readonly scorer: string;
  /** Of `paid` scorers: what they have been answered before. Absent where nothing is kept. */
  readonly answers?: AnswerStore;
  /** Of `paid` scorers: where a budget is kept; absent where there is none. */
  readonly purse?: Purse;
}

/** Adds up what items are likely to cost; asks for nothing. */
export interface ScoreForecaster {
  /** `isComplete`: whether the item has all candidates and columns that the run's own will have. */
  add(item: ScorerItem, isComplete: boolean): Promise<void>;
  total(): Expenses;
}

/** Gives candidates a number each. */
export interface Scorer {
  /** Everything about model and options that changes its scores: stored scores of another identity are not its own. */
  readonly identity: string;
  /** Answers aligned with `batch`. Throws only when the whole batch failed. */
  score(
    batch: readonly ScorerItem[],
    context: ScorerContext,
    signal: AbortSignal,
  ): Promise<readonly Scored[]>;
  /** Facts for `run.json`, such as the devices requested, used and why. */
  report?(): Json;
  /** Of `paid` scorers: takes note of what a stored score had cost (`Scored.paid`); undefined where that was not kept. */
  recall?(paid: Json | undefined): void;
  /** Of `paid` scorers: a forecast of what items without a stored score will cost. */
  forecast?(context: ScorerContext): ScoreForecaster;
  close?(): Promise<void>;
}

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A line of `decisions.jsonl`: what became the summary of a dialogue, and why. */
export interface DecisionRecord {
  readonly id: string;
  readonly summary: string;
  /** `selected`: a candidate; `merged`: a text made of several; `fallback`: no candidate was fit to win. */
  readonly kind: 'selected' | 'merged' | 'fallback';
  /** Whose candidate it is; null for a fallback that is no candidate. */
  readonly system: string | null;
  readonly candidate: number | null;
  readonly score: number | null;
  /** Score minus the score of the best other text; null where there is none. */
  readonly margin: number | null;
  readonly runner_up: { readonly system: string; readonly candidate: number; readonly score: number } | null;
  readonly reasons: readonly string[];
}

/** A line of `scores.jsonl`: one candidate, duplicates and gated ones included. */
export interface ScoreRecord {
  readonly id: string;
  readonly system: string;
  readonly candidate: number;
  readonly text: string;
  /** Candidates of the dialogue with the same text, this one included. */
  readonly count: number;
  readonly status: CandidateStatus;
  /** The gate that keeps it from winning, with its reason; null where it may win. */
  readonly gate: { readonly name: string; readonly reason: string; readonly lifted?: true } | null;
  /** Prior of its system, normalised over the systems present in the dialogue. */
  readonly prior: number;
  readonly logprob: number | null;
  /** One number a scorer; null where it has none for this candidate. */
  readonly scores: Readonly<Record<string, number | null>>;
  /** What the selection compared. */
  readonly fused: number | null;
  /** Place among the candidates of the dialogue, from 0. */
  readonly rank: number;
}
