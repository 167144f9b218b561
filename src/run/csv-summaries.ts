/** `summaries.csv`: every id once, in input order, exact text; what a spreadsheet would run is counted, altered on request. */
import { stringify } from 'csv-stringify/sync';

export interface SummariesFormat {
  /** Names of the two columns: id, summary. */
  readonly columns: readonly [string, string];
  readonly bom: boolean;
  /** Put an apostrophe before cells that a spreadsheet would run as a formula. */
  readonly csv_safe: boolean;
  /** How rows end. */
  readonly newline: 'lf' | 'crlf';
}

/** Cells beginning so are run as formulas by spreadsheets (OWASP, "CSV injection"). */
const formulaStart = /^[=+\-@\t\r]/;

export const isFormulaLike = (text: string): boolean => formulaStart.test(text);

/** Under CR LF the library would leave a lone line break without quotes. */
const written = {
  lf: { record_delimiter: '\n' },
  crlf: { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
} as const;

/** First bytes of the file. */
export const summariesHead = ({ columns, bom, newline }: SummariesFormat): string =>
  (bom ? '\ufeff' : '') + stringify([[...columns]], written[newline]);

/** One row, quoted where CSV needs it. */
export const summariesRow = (id: string, summary: string, { csv_safe, newline }: SummariesFormat): string => {
  const disarm = (cell: string): string => (csv_safe && isFormulaLike(cell) ? `'${cell}` : cell);
  return stringify([[disarm(id), disarm(summary)]], written[newline]);
};
