/** What the check of one loader adds to what all have in common (`rows.ts`). */
import type { FindingCode } from './codes.ts';
import type { Finding } from './types.ts';

export type Effect = Finding['effect'];

/** Notes a finding of the row in hand, or of the file. */
export type Add = (code: FindingCode, effect: Effect, text: string) => void;

export type Row = Readonly<Record<string, unknown>>;

/** One answer of a row, named as the row names it. */
export interface Answer {
  readonly name: string;
  readonly text: string;
}

/** What a trainer makes of a row: the texts it will see. */
export interface Example {
  /** All texts of the prompt, one after the other. */
  readonly prompt: string;
  /** Chosen and rejected; one where the format is unpaired. */
  readonly answers: readonly Answer[];
  /** Whether a chat template is put around the texts, end tokens included. */
  readonly templated: boolean;
  /** Of an unpaired row. */
  readonly label?: boolean | undefined;
}

export interface Loader {
  /** As findings name it. */
  readonly name: string;
  /** `datasets`: Arrow infers one schema for all rows; `lines`: every line is read by itself. */
  readonly reads: 'datasets' | 'lines';
  /** Keys of a row without which the loader stops; that they are absent is said before `read`. */
  required(row: Row): readonly string[];
  /** What becomes of nulls; by default the trainer stops. */
  readonly nulls?: readonly [Effect, string];
  /** What an answer with white space at its ends becomes. */
  readonly edgeSpace: readonly [Effect, string];
  /** What an empty answer becomes. */
  readonly emptySide: readonly [Effect, string];
  /** What becomes of rows over the budget of tokens, and the budget by default. */
  readonly lengths: {
    readonly maxTokens?: number;
    readonly tooLong: readonly [Effect, string];
    readonly promptTooLong: readonly [Effect, string];
  };
  /** The example of a row; undefined where the loader makes none of it, which it has then said. */
  read(row: Row, add: Add): Example | undefined;
  /** Findings about the whole file, with the number of its rows and bytes. */
  end?(add: Add, seen: { readonly rows: number; readonly bytes: number }): void;
}

/** A name for the type of a JSON value. */
export const typeName = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' ? 'object' : typeof value;
};

export const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The start of a text for a message. */
export const excerpt = (text: string, length = 24): string => {
  const characters = [...text];
  return JSON.stringify(characters.length > length ? `${characters.slice(0, length).join('')}…` : text);
};
