/** What a file of candidates is to its users, wherever the candidates lie. */
import type { Dialogue } from '../types.ts';
import type { RecognisedCandidateColumns } from './candidate-columns.ts';
import type { CandidateRow } from './candidate-rows.ts';
import type { TableFormat } from './formats/detect.ts';

/** Candidates read along with the dialogues, which must come in increasing order; some may be left out. */
export interface CandidateCursor {
  /** The candidates of `dialogue` by rank; none where the system has none. */
  take(dialogue: Dialogue): Promise<readonly CandidateRow[]>;
  close(): Promise<void>;
}

/** What the first pass over a file learned. */
export interface CandidateSurvey {
  /** Of the raw bytes of the file. */
  readonly sha256: string;
  /** Rows that belong to the dataset; in a pool, candidates. */
  readonly rows: number;
  /** Dialogues with at least one row. */
  readonly covered: number;
  /** Whether the rows come in the order of the dataset. */
  readonly inOrder: boolean;
  /** Rows left out because the dataset does not have their id. */
  readonly unknown: UnknownIds;
  /** The text that all candidates are, as in a sample submission; undefined where they differ. */
  readonly oneText?: string | undefined;
}

/** Rows left out because the dataset does not have their id. */
export interface UnknownIds {
  readonly count: number;
  /** The first few of their ids. */
  readonly ids: readonly string[];
}

/** A file (or a part of a pool) with one system's candidates. */
export interface CandidateFile extends CandidateSurvey {
  readonly path: string;
  /** How messages call the file. */
  readonly label: string;
  readonly format: TableFormat | 'pool';
  readonly columns: RecognisedCandidateColumns;
  /** Bytes of the index of rows; 0 where the file is in the order of the dataset and needs none. */
  readonly indexBytes: number;
  /** A cursor at the first dialogue; each reads for itself. */
  cursor(): CandidateCursor;
}
