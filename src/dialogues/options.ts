/** Options of datasets and of files with candidates, as the config has them. */
import type { FileFormat } from './formats/detect.ts';
import type { Encoding } from './input/input.ts';

/** Names of columns of a dataset; what is absent is recognised by name. */
export interface DatasetColumns {
  readonly id?: string | undefined;
  readonly dialogue?: string | undefined;
  readonly reference?: string | readonly string[] | undefined;
  readonly topic?: string | undefined;
}

export interface DatasetOptions {
  readonly path: string;
  /** How messages call the file; default: its path. */
  readonly label?: string | undefined;
  readonly format?: FileFormat | undefined;
  readonly encoding?: Encoding | undefined;
  readonly columns?: DatasetColumns | undefined;
  /** Of a pool: the systems that take part, in this order. Default: all, in first-seen order. */
  readonly systems?: readonly string[] | undefined;
  /** Columns that must be there. Default: the dialogue; a file of references alone asks for `reference`. */
  readonly needs?: readonly ('dialogue' | 'reference')[] | undefined;
}

/** Names of columns of a file with candidates; several summary columns are several candidates a row. */
export interface CandidateColumns {
  readonly id?: string | undefined;
  readonly summary?: string | readonly string[] | undefined;
  /** Rank of the row's candidate, from 0: an id may then stand on several rows. */
  readonly candidate?: string | undefined;
  readonly logprob?: string | readonly string[] | undefined;
  /** Tokens computed elsewhere; read only where they are named here. */
  readonly tokens?: string | readonly string[] | undefined;
}

export interface CandidateFileOptions {
  readonly path: string;
  /** How messages call the file; default: its path. */
  readonly label?: string | undefined;
  readonly format?: FileFormat | undefined;
  readonly encoding?: Encoding | undefined;
  readonly columns?: CandidateColumns | undefined;
  /** What to do with rows of ids that the dataset does not have: stop, or leave them out and count them. */
  readonly unknown_ids?: 'error' | 'ignore' | undefined;
}

/** `option` as a list. */
export const listOf = (option: string | readonly string[] | undefined): readonly string[] =>
  option === undefined ? [] : typeof option === 'string' ? [option] : option;
