/** A file as rows with named columns, whatever its format. */
import type { Hash } from 'node:crypto';
import { at, firstFew, InputError } from '../../errors.ts';
import type { Input, TextPosition } from '../input/input.ts';
import { gatherProblems, type Report } from '../problems.ts';
import { csvRows, type Delimiter } from './csv.ts';
import { detectFormat, type FileFormat, type TableFormat } from './detect.ts';
import { objectRows } from './jsonl.ts';
import { textLines } from './lines.ts';
import type { Row } from './row.ts';

/** A file whose columns are known and whose rows can be read any number of times. */
export interface Table {
  readonly input: Input;
  readonly format: TableFormat;
  /** Names in the header, or keys of the first objects; none for `lines`. */
  readonly columns: readonly string[];
  /** Whether the first objects have lists of candidates with systems. */
  readonly isPool: boolean;
  /** Rows with the values of the columns `names`; the first of them is the id where rows have one. */
  rows(names: readonly string[], report: Report, options?: RowsOptions): AsyncIterable<Row>;
  /** The same of text that was put together from rows of this file, without a header. */
  rowsOf(chunks: AsyncIterable<Buffer>, names: readonly string[], report: Report): AsyncIterable<Row>;
}

export interface RowsOptions {
  /** Where to begin: the place of a row. */
  readonly from?: TextPosition | undefined;
  /** Sees the raw bytes of the file. */
  readonly hash?: Hash | undefined;
}

/** Finds out the format and the columns of `input`. */
export const openTable = async (input: Input, wanted: FileFormat): Promise<Table> => {
  const format = await detectFormat(input, wanted);
  switch (format) {
    case 'csv':
    case 'tsv':
      return csvTable(input, format, await headerOf(input, delimiters[format]));
    case 'jsonl':
      return jsonlTable(input, await firstObjects(input));
    case 'lines':
      return linesTable(input);
  }
};

const delimiters = { csv: ',', tsv: '\t' } as const satisfies Record<string, Delimiter>;

const csvTable = (input: Input, format: 'csv' | 'tsv', columns: readonly string[]): Table => {
  const delimiter = delimiters[format];
  const rowsOf: Table['rowsOf'] = (chunks, names, report) =>
    selected(csvRows(chunks, delimiter, input.label), columns, names, report);
  return {
    input,
    format,
    columns,
    isPool: false,
    rows(names, report, { from, hash } = {}) {
      const rows = csvRows(input.text(from, hash), delimiter, input.label, from);
      return selected(from === undefined ? withoutFirst(rows) : rows, columns, names, report);
    },
    rowsOf,
  };
};

async function* withoutFirst(rows: AsyncIterable<Row>): AsyncGenerator<Row, void> {
  let isFirst = true;
  for await (const row of rows) {
    if (!isFirst) yield row;
    isFirst = false;
  }
}

async function* selected(
  rows: AsyncIterable<Row>,
  columns: readonly string[],
  names: readonly string[],
  report: Report,
): AsyncGenerator<Row, void> {
  const places = names.map((name) => columns.indexOf(name));
  for await (const { line, start, end, values } of rows) {
    if (values.length === columns.length)
      yield { line, start, end, values: places.map((place) => values[place]) };
    else
      report({
        code: 'input-format',
        kind: 'field-count',
        line,
        id: values[places[0] ?? 0] as string | undefined,
        found: `the row has ${fields(values.length)}`,
        expected: `${fields(columns.length)}, as the header (${firstFew(columns, 6)})`,
        fix: 'Put a field that holds the delimiter or a line break in quotes.',
      });
  }
}

const fields = (count: number): string => (count === 1 ? '1 field' : `${count} fields`);

const headerOf = async (input: Input, delimiter: Delimiter): Promise<readonly string[]> => {
  for await (const row of csvRows(input.text(), delimiter, input.label))
    return row.values as readonly string[];
  throw emptyFile(input.label);
};

// keys may be absent from the first object alone, so more of them are looked at
const objectsLookedAt = 200;

const firstObjects = async (input: Input): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const objects: Readonly<Record<string, unknown>>[] = [];
  const problems = gatherProblems(input.label);
  for await (const { object } of objectRows(
    textLines(input.text(), input.label),
    input.label,
    problems.report,
  ))
    if (objects.push(object) === objectsLookedAt) break;
  if (objects.length > 0) return objects; // what is wrong with other rows is for the survey
  problems.throwFirst();
  throw emptyFile(input.label);
};

const jsonlTable = (input: Input, objects: readonly Readonly<Record<string, unknown>>[]): Table => {
  const rowsOf = async function* (
    chunks: AsyncIterable<Buffer>,
    names: readonly string[],
    report: Report,
    from?: TextPosition,
  ) {
    const rows = objectRows(textLines(chunks, input.label, from), input.label, report);
    for await (const { line, start, end, object } of rows)
      yield {
        line,
        start,
        end,
        values: names.map((name) => (Object.hasOwn(object, name) ? object[name] : undefined)),
      };
  };
  return {
    input,
    format: 'jsonl',
    columns: [...new Set(objects.flatMap((object) => Object.keys(object)))],
    isPool: objects.some(hasSystems),
    rows: (names, report, { from, hash } = {}) => rowsOf(input.text(from, hash), names, report, from),
    rowsOf,
  };
};

const hasSystems = ({ candidates }: Readonly<Record<string, unknown>>): boolean => {
  const [first] = Array.isArray(candidates) ? (candidates as readonly unknown[]) : [];
  return typeof first === 'object' && first !== null && 'system' in first;
};

const linesTable = (input: Input): Table => {
  const rowsOf = async function* (
    chunks: AsyncIterable<Buffer>,
    from?: TextPosition,
  ): AsyncGenerator<Row, void> {
    for await (const { line, start, end, text } of textLines(chunks, input.label, from))
      yield { line, start, end, values: [text] };
  };
  return {
    input,
    format: 'lines',
    columns: [],
    isPool: false,
    rows: (_names, _report, { from, hash } = {}) => rowsOf(input.text(from, hash), from),
    rowsOf: (chunks) => rowsOf(chunks),
  };
};

/** For a file that has nothing to read. */
export const emptyFile = (label: string): InputError =>
  new InputError(
    'input-empty',
    { where: at(label), found: 'the file has no rows', expected: 'at least one row' },
    { data: { file: label } },
  );
