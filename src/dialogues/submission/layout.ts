/** How a submission is written, down to its bytes: what a sample shows, and what a file must do likewise. */
import { type CastingContext, CsvError, parse } from 'csv-parse';
import { at, InputError } from '../../errors.ts';
import { type Encoding, encodings, openInput } from '../input/input.ts';
import { LineCounter } from '../input/line-counter.ts';

/** Line endings of the rows; breaks inside quotes are text. */
export type Newline = '\n' | '\r\n' | 'none';

/** Which fields stand in quotes: all, those that need them, all but the header, or in some other way. */
export type Quoting = 'all' | 'needed' | 'all-but-header' | 'other';

export interface Layout {
  readonly encoding: Encoding;
  readonly byteOrderMark: boolean;
  readonly newline: Newline;
  /** Whether the last row ends like the others. */
  readonly finalNewline: boolean;
  readonly quoting: Quoting;
  readonly columns: readonly string[];
}

/** A row with its line in the file, from 1. */
export interface SubmissionRow {
  readonly line: number;
  readonly fields: readonly string[];
}

export interface Submission {
  readonly label: string;
  readonly layout: Layout;
  readonly rows: readonly SubmissionRow[];
}

interface Field {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Reads a submission whole: it is a file that people upload. Throws `input-format` where it is no CSV, `input-empty` where it has
 * no header, `input-encoding` where it is neither UTF-8 nor CP949.
 */
export const readSubmission = async (path: string, label: string): Promise<Submission> => {
  const { text, encoding, byteOrderMark } = await readText(path, label);
  const records = await readRecords(text, label);
  const [header, ...rows] = records;
  if (header === undefined)
    throw new InputError('input-empty', {
      where: at(label),
      found: 'the file has no rows',
      expected: 'a header and a row a dialogue',
    });
  return {
    label,
    layout: {
      encoding,
      byteOrderMark,
      ...newlinesOf(text, records),
      quoting: quotingOf(
        header.fields,
        rows.flatMap(({ fields }) => fields),
      ),
      columns: header.fields.map((field) => field.text),
    },
    rows: rows.map(({ line, fields }) => ({ line, fields: fields.map((field) => field.text) })),
  };
};

/** As UTF-8, else as CP949: a file in the one is hardly ever sound in the other. */
const readText = async (path: string, label: string) => {
  let refusal: unknown;
  for (const encoding of encodings) {
    try {
      const input = await openInput(path, encoding, label);
      const chunks: Buffer[] = [];
      for await (const chunk of input.text()) chunks.push(chunk);
      return {
        encoding,
        byteOrderMark: (input.textStart ?? 0) > 0,
        text: Buffer.concat(chunks).toString('utf8'),
      };
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'input-encoding') throw error;
      refusal ??= error;
    }
  }
  throw refusal;
};

interface Recorded {
  readonly line: number;
  readonly fields: readonly Field[];
}

const readRecords = async (text: string, label: string): Promise<Recorded[]> => {
  const bytes = Buffer.from(text);
  const parser = parse({
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    // The type of `cast` knows only the values of plain records.
    cast: (value: string, { quoting }: CastingContext) =>
      ({ text: value, quoted: quoting }) as unknown as string,
  });
  parser.end(bytes);
  const records: Recorded[] = [];
  const lines = new LineCounter(0, 1);
  lines.add(bytes);
  let end = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Informed>) {
      records.push({ line: lines.lineAt(lines.skipBlank(end)), fields: record });
      end = info.bytes;
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new InputError(
      'input-format',
      {
        where: at(label, lines.lineAt(lines.skipBlank(end))),
        found: 'in the row that begins here, a quote stands wrong or is never closed',
        expected:
          'fields in quotes where they hold quotes, line breaks or commas, every quote inside doubled',
      },
      { cause, data: { file: label, reason: cause.code } },
    );
  }
  return records;
};

interface Informed {
  readonly record: readonly Field[];
  readonly info: { readonly bytes: number };
}

/** Of row ends only: the text outside quotes is what is left when quoted fields are taken away. */
const newlinesOf = (text: string, records: readonly Recorded[]): Pick<Layout, 'newline' | 'finalNewline'> => {
  const outside = text.replace(/"(?:[^"]|"")*"/g, '');
  const ends = outside.match(/\r?\n/g) ?? [];
  const windows = ends.filter((end) => end === '\r\n').length;
  return {
    newline: ends.length === 0 || records.length === 0 ? 'none' : windows * 2 > ends.length ? '\r\n' : '\n',
    finalNewline: /\n$/.test(outside),
  };
};

const needsQuotes = (text: string): boolean => /[",\r\n]/.test(text);

const quotingOf = (header: readonly Field[], fields: readonly Field[]): Quoting => {
  const isAll = (list: readonly Field[]): boolean => list.every(({ quoted }) => quoted);
  const isNeeded = (list: readonly Field[]): boolean =>
    list.every(({ text, quoted }) => quoted === needsQuotes(text));
  if (isNeeded(header) && isNeeded(fields)) return 'needed';
  if (isAll(header) && isAll(fields)) return 'all';
  return isNeeded(header) && isAll(fields) ? 'all-but-header' : 'other';
};
