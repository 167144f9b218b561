/** `output`: where results go and how they look. */
import { z } from 'zod';
import { plainName } from '../schema.ts';
import { clean } from './schema-dataset.ts';

const column = z.string().min(1);

export const outputSchema = z.strictObject({
  folder: z
    .string()
    .min(1)
    .default('outputs')
    .describe('Folder of all runs, relative to the current directory.'),
  clean: clean
    .default([])
    .describe('Cleaning rules for the summaries that are written. Default: exact text.'),
  summaries: z
    .strictObject({
      path: plainName
        .regex(/\.csv$/iu, 'a name ending in .csv')
        .default('summaries.csv')
        .describe('Name of the file inside the run’s folder.'),
      columns: z.tuple([column, column]).default(['fname', 'summary']).describe('Header: id, summary.'),
      bom: z
        .boolean()
        .default(false)
        .describe('Begin the file with a byte order mark, for old spreadsheets.'),
      csv_safe: z
        .boolean()
        .default(false)
        .describe('Put an apostrophe before cells that a spreadsheet would run as a formula.'),
      newline: z
        .enum(['lf', 'crlf'])
        .default('lf')
        .describe('How rows end: as on Linux and macOS, or as on Windows.'),
    })
    .prefault({})
    .describe('The file of summaries.'),
  report: z
    .boolean()
    .default(true)
    .describe('Write report.html at the end of a run; `hapui report RUN` makes it at any time.'),
});
