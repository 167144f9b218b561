/** CSV and TSV rows as they stream by, with their places; the grammar is csv-parse's. */
import { pipeline } from 'node:stream/promises';
import { CsvError, Parser } from 'csv-parse';
import { at, InputError } from '../../errors.ts';
import type { TextPosition } from '../input/input.ts';
import { LineCounter } from '../input/line-counter.ts';
import { maxRowBytes, type Row } from './row.ts';

/** What a row of fields is separated by. */
export type Delimiter = ',' | '\t';

/**
 * All rows, the header too if the text has it, with all their fields. Blank lines between rows are no rows. Throws
 * `input-format` where a quote stands wrong or is never closed; `from` says where the first chunk lies.
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  delimiter: Delimiter,
  label: string,
  from: TextPosition = { offset: 0, line: 1 },
): AsyncGenerator<Row, void> {
  const parser = new RowParser(delimiter, from);
  const feeding = pipeline(chunks, parser);
  feeding.catch(() => {}); // the loop below meets the same error
  try {
    for await (const row of parser) yield row as Row;
  } catch (cause) {
    throw cause instanceof CsvError ? formatError(cause, label, parser.position(), delimiter) : cause;
  } finally {
    parser.destroy();
    await feeding.catch(() => {}); // the source has closed its file when this settles
  }
}

/** csv-parse tells where a row ends; the place where it begins and its line are kept here (it counts CR LF in quotes twice). */
class RowParser extends Parser {
  readonly #from: number;
  readonly #lines: LineCounter;
  #end: number;

  constructor(delimiter: Delimiter, from: TextPosition) {
    super({
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true, // the table counts fields itself, to name the row
      skip_empty_lines: true,
      max_record_size: maxRowBytes,
    });
    this.#from = from.offset;
    this.#end = from.offset;
    this.#lines = new LineCounter(from.offset, from.line);
  }

  /** Where the row begins that is being read. */
  position(): TextPosition {
    const offset = this.#lines.skipBlank(this.#end);
    return { offset, line: this.#lines.lineAt(offset) };
  }

  override _transform(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#lines.add(chunk);
    super._transform(chunk, encoding, done);
  }

  override push(values: string[] | null): boolean {
    if (values === null) return super.push(null);
    const { offset, line } = this.position();
    this.#end = this.#from + this.info.bytes;
    return super.push({ line, start: offset, end: this.#end, values } satisfies Row);
  }
}

const formatError = (
  cause: CsvError,
  label: string,
  { line }: TextPosition,
  delimiter: Delimiter,
): InputError => {
  const field = typeof cause.column === 'number' ? cause.column + 1 : undefined;
  return new InputError(
    'input-format',
    {
      where: at(label, line),
      found: `in the row that begins here, ${wording(cause, field, delimiter)}`,
      expected:
        'fields in quotes where they hold quotes, line breaks or the delimiter, every quote inside doubled',
      fix: 'Write the file with a CSV library, or close the quote by hand.',
    },
    { cause, data: { file: label, line, field, reason: cause.code } },
  );
};

const wording = (cause: CsvError, field: number | undefined, delimiter: Delimiter): string => {
  const place = field === undefined ? 'a field' : `field ${field}`;
  const next = delimiter === ',' ? 'a comma' : 'a tab';
  switch (cause.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `the quote of ${place} is never closed`;
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `a quote in ${place} is not followed by ${next} or the end of the line: the quote before it is never closed, or it is not doubled`;
    case 'INVALID_OPENING_QUOTE':
      return `a quote stands inside ${place}, which does not begin with one`;
    case 'CSV_MAX_RECORD_SIZE':
      return `${place} goes on for more than ${maxRowBytes >> 20} MiB: its quote is never closed`;
    default:
      return cause.message;
  }
};
