/**
 * What mining hands to formats, files and cards. A pair goes through it in this order: a strategy proposes it, filters drop it
 * or let it pass, the split takes it, formats write it. Whatever is proposed is either written or dropped.
 */
import type { ChatMessage } from '../models/prompts.ts';
import type { Json } from '../types.ts';

/** One side of a pair: a candidate, or the dialogue's reference (`system: "gold"`). */
export interface PairSide {
  /** What is to be learned, or unlearned: the exact text of the candidate. */
  readonly text: string;
  /** Id of the system; `gold` for a human-written summary. */
  readonly system: string;
  /** Rank within the system's own list, from 0. */
  readonly candidate: number;
  /** By the source that decided, on its own scale; higher is better. */
  readonly score: number;
}

/** Two texts for one prompt, one of them better. */
export interface Pair {
  /** Id of the dialogue. */
  readonly id: string;
  /** Number of the pair within its dialogue, in the order in which the strategy proposed them, from 0. */
  readonly number: number;
  /** Group of near-duplicate dialogues: no split parts it. */
  readonly group: string;
  /** Name of the split, a key of `preferences.splits`. */
  readonly split: string;
  /** Rendered from a prompt file: optional system message first, then turns; the last message is the user's. */
  readonly prompt: readonly ChatMessage[];
  readonly chosen: PairSide;
  readonly rejected: PairSide;
  /** `chosen.score − rejected.score`, above 0. */
  readonly margin: number;
  /** Name of the strategy that proposed it. */
  readonly strategy: string;
  /** Whose scores decided; of several that agree, the first. */
  readonly source: string;
  /** Scores of both sides by every source that was asked, `source` among them. */
  readonly scores: Readonly<Record<string, SourceScores>>;
  /** Characters to insert, delete or replace between the two texts (Levenshtein, in code units of NFC). */
  readonly edits: number;
}

/** What one source says of the two sides; null where it has no score. */
export interface SourceScores {
  readonly chosen: number | null;
  readonly rejected: number | null;
}

/** Why a pair was dropped: the name of the filter that dropped it. */
export type DropReason =
  | 'empty'
  | 'edge-space'
  | 'special-token'
  | 'template-leak'
  | 'tie'
  | 'disagreement'
  | 'margin'
  | 'identical'
  | 'near-identical'
  | 'length-ratio'
  | 'tags'
  | 'masks'
  | 'unsupported'
  | 'near-copies'
  | 'contradiction'
  | 'cycle'
  | 'contaminated'
  | 'split-overlap'
  | 'over-budget';

/** A line of `dropped.jsonl`. */
export interface DroppedPair {
  readonly id: string;
  readonly number: number;
  readonly reason: DropReason;
  /** One sentence with figures. */
  readonly detail: string;
  readonly chosen: PairSide;
  readonly rejected: PairSide;
  readonly margin: number;
  readonly strategy: string;
  readonly source: string;
}

/** A line of `provenance.jsonl`, in the order of the pairs: where the rows of a training file come from. */
export interface PairProvenance {
  readonly id: string;
  readonly number: number;
  readonly group: string;
  readonly split: string;
  /** Numbers of its rows in the file of its split, from 0; several or none where the format has no row a pair. */
  readonly rows: readonly number[];
  readonly chosen: Omit<PairSide, 'text'>;
  readonly rejected: Omit<PairSide, 'text'>;
  readonly margin: number;
  readonly strategy: string;
  readonly source: string;
  readonly scores: Readonly<Record<string, SourceScores>>;
  readonly edits: number;
}

/** `stats.json`; `considered` = `written` + the sum of `dropped`. */
export interface PairStats {
  /** Dialogues looked at. */
  readonly dialogues: number;
  /** Dialogues for which the strategy proposed nothing: fewer than two candidates with scores. */
  readonly dialogues_without_pairs: number;
  /** Pairs proposed. */
  readonly considered: number;
  readonly written: number;
  /** By reason; every reason that a filter in use can give, 0 among them. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Pairs written, by split. */
  readonly splits: Readonly<Record<string, number>>;
  readonly strategy: string;
  /** Sources that had to agree, the deciding one first. */
  readonly sources: readonly string[];
  /** How often two sources were of one mind, over the pairs that were considered. */
  readonly agreement: readonly SourceAgreement[];
  /** Names everything that changes a score: metric, options, tokenizer, cleaning. */
  readonly signature: string;
  readonly seed: number;
}

/** What two sources say of the same pairs; `same + opposite + undecided` are the pairs for which both have scores. */
export interface SourceAgreement {
  readonly sources: readonly [string, string];
  readonly same: number;
  readonly opposite: number;
  /** One of them, or both, hold the two sides to be equal. */
  readonly undecided: number;
}

/** A training row: same keys and types in every row of a file, no nulls. */
export type TrainingRow = Readonly<Record<string, Json>>;
