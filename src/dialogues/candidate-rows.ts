/** Rows of a system's file → its candidates of one dialogue. */
import { candidateColumns, type RecognisedCandidateColumns } from './candidate-columns.ts';
import { kindOf } from './formats/jsonl.ts';
import type { Row } from './formats/row.ts';
import type { Table } from './formats/table.ts';
import { type CandidateColumns, listOf } from './options.ts';
import type { Report } from './problems.ts';
import { optionalNumberOf, type Place, rankOf, textOf, tokensOf } from './values.ts';

/** One candidate as a file has it. */
export interface CandidateRow {
  /** Rank within the system's own list, from 0. */
  readonly candidate: number;
  readonly text: string;
  readonly logprob?: number;
  readonly tokens?: readonly string[];
  /** Line on which the row begins. */
  readonly line: number;
}

/** How rows of one file become candidates. */
export interface CandidateRows {
  readonly columns: RecognisedCandidateColumns;
  /** Columns to read, the id first. */
  readonly names: readonly string[];
  /** The candidates of the row of `id`; what is wrong with them is reported. */
  candidatesOf(row: Row, id: string, report: Report): readonly CandidateRow[];
}

/** Recognises the columns of a system's file. Throws `input-column` where one that is needed is absent. */
export const candidateRows = (table: Table, given: CandidateColumns = {}): CandidateRows => {
  if (table.format === 'lines') return lineRows;
  const columns = candidateColumns({ label: table.input.label, columns: table.columns }, given);
  const { id, summary, candidate, logprob, tokens } = columns;
  const names = [id, ...summary, ...logprob, ...tokens, ...listOf(candidate)];
  return {
    columns,
    names,
    candidatesOf(row, rowId, report) {
      const cells = cellsOf(row, columns, (column) => ({ row, column, id: rowId, report }));
      if (cells === undefined) return [];
      const found = cells.texts.map((_, index) => candidateOf(row, cells, index));
      return found.every((each) => each !== undefined) ? found : [];
    },
  };
};

/** The values of one row, a list for each column role, aligned by candidate. */
interface Cells {
  readonly texts: readonly unknown[];
  readonly logprobs: readonly unknown[];
  readonly tokens: readonly unknown[];
  /** Undefined where the file has no column of ranks. */
  readonly rank: { readonly value: unknown; readonly place: Place } | undefined;
  readonly placeOf: (role: 'summary' | 'logprob' | 'tokens', index: number) => Place;
}

const cellsOf = (
  { values }: Row,
  columns: RecognisedCandidateColumns,
  placeOf: (column: string) => Place,
): Cells | undefined => {
  const { summary, logprob, tokens, candidate } = columns;
  const isList = summary.length === 1 && Array.isArray(values[1]);
  const part = (from: number, count: number): readonly unknown[] =>
    isList && count === 1 && Array.isArray(values[from]) ? values[from] : values.slice(from, from + count);
  const texts = part(1, summary.length);
  const logprobs = part(1 + summary.length, logprob.length);
  const tokenLists = part(1 + summary.length + logprob.length, tokens.length);
  const isAligned = [[logprob, logprobs] as const, [tokens, tokenLists] as const].every(
    ([names, list]) => names.length === 0 || hasLength(list, texts.length, placeOf(names[0] ?? '')),
  );
  if (!isAligned) return undefined;
  if (candidate !== undefined && isList) return refuseList(placeOf(summary[0] ?? ''));
  const names = { summary, logprob, tokens };
  return {
    texts,
    logprobs,
    tokens: tokenLists,
    rank: candidate === undefined ? undefined : { value: values.at(-1), place: placeOf(candidate) },
    placeOf: (role, index) => placeOf(isList ? `${names[role][0]}[${index}]` : (names[role][index] ?? '')),
  };
};

const candidateOf = (row: Row, cells: Cells, index: number): CandidateRow | undefined => {
  const { texts, logprobs, tokens, rank, placeOf } = cells;
  // null is how tables write a missing text: the system answered nothing
  const text = texts[index] === null ? '' : textOf(texts[index], placeOf('summary', index));
  const candidate = rank === undefined ? index : rankOf(rank.value, rank.place);
  if (text === undefined || candidate === undefined) return undefined;
  const logprob =
    logprobs.length === 0 ? undefined : optionalNumberOf(logprobs[index], placeOf('logprob', index));
  const tokenList = tokens.length === 0 ? undefined : tokensOf(tokens[index], placeOf('tokens', index));
  return {
    candidate,
    text,
    line: row.line,
    ...(logprob === undefined ? {} : { logprob }),
    ...(tokenList === undefined ? {} : { tokens: tokenList }),
  };
};

const hasLength = (
  list: readonly unknown[],
  expected: number,
  { row, column, id, report }: Place,
): boolean => {
  if (list.length === expected) return true;
  report({
    code: 'input-value',
    kind: `length:${column}`,
    line: row.line,
    id,
    found: `"${column}" has ${list.length === 1 ? 'one value' : `${list.length} values`}`,
    expected: `one for each of the ${expected} candidates of the row`,
  });
  return false;
};

const refuseList = ({ row, column, id, report }: Place): undefined => {
  report({
    code: 'input-value',
    kind: 'list-and-rank',
    line: row.line,
    id,
    found: `"${column}" is ${kindOf(row.values[1])} in a file with a column of ranks`,
    expected: 'one candidate a row, or lists and no ranks',
  });
};

/** One candidate a line. */
const lineRows: CandidateRows = {
  columns: { summary: [], logprob: [], tokens: [] },
  names: [],
  candidatesOf: (row) => [{ candidate: 0, text: row.values[0] as string, line: row.line }],
};
