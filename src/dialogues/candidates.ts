/** The candidates of one system: surveyed once, then read along with the dialogues. */
import type { CandidateFile } from './candidate-file.ts';
import { candidateRows } from './candidate-rows.ts';
import { surveyCandidates, surveyLines } from './candidate-survey.ts';
import { openCursor } from './cursor.ts';
import type { Dataset } from './dataset.ts';
import { openTable } from './formats/table.ts';
import { openInput } from './input/input.ts';
import type { CandidateFileOptions } from './options.ts';
import { poolAsSystem } from './pool.ts';
import { orderCandidates } from './reorder.ts';
import type { Spool } from './spool.ts';

/** Opens a system's file and reads it once, checking every row against `dataset`. Throws `input-…` errors. */
export const openCandidates = async (
  dataset: Dataset,
  options: CandidateFileOptions,
  spool: Spool,
): Promise<CandidateFile> => {
  const input = await openInput(options.path, options.encoding ?? 'utf-8', options.label);
  const table = await openTable(input, options.format ?? 'auto');
  if (table.isPool) throw poolAsSystem(input.label);
  const rows = candidateRows(table, options.columns);
  const survey =
    table.format === 'lines'
      ? await surveyLines(dataset, table)
      : await surveyCandidates(dataset, table, rows, options.unknown_ids ?? 'error');
  const order = survey.inOrder ? undefined : await orderCandidates(dataset, table, rows);
  return {
    ...survey,
    path: options.path,
    label: input.label,
    format: table.format,
    columns: rows.columns,
    indexBytes: order?.bytes ?? 0,
    cursor: () => openCursor({ dataset, table, rows, order, spool }),
  };
};
