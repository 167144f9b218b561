/** The dataset: which dialogues there are, in which order. Surveyed once, then read as often as wanted, in flat memory. */
import type { Dialogue } from '../types.ts';
import { type DialogueRows, dialogueRows, type RecognisedColumns } from './dialogue-rows.ts';
import type { TableFormat } from './formats/detect.ts';
import { openTable, type Table } from './formats/table.ts';
import { openInput } from './input/input.ts';
import type { DatasetOptions } from './options.ts';
import { type Pool, poolOf } from './pool.ts';
import { throwingReport } from './problems.ts';
import { type DatasetSurvey, type PlacedRow, type RowPlaces, surveyDataset } from './survey.ts';

/** Positions in the dataset: from `from` on, up to but without `to`. */
export interface Range {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Dialogues with their ids and order. */
export interface Dataset {
  readonly path: string;
  /** How messages call the file. */
  readonly label: string;
  readonly format: TableFormat | 'pool';
  /** Of the raw bytes of the file. */
  readonly sha256: string;
  /** Number of dialogues. */
  readonly size: number;
  /** Whether ids and order come from a file of candidates, so that there are no texts. */
  readonly idsOnly: boolean;
  readonly columns: RecognisedColumns;
  /** The first few ids, for messages. */
  readonly examples: readonly string[];
  /** Number of dialogues with at least one reference. */
  readonly referenced: number;
  /** Positions of dialogues whose text is blank, ascending; none where there are only ids. */
  readonly blank: readonly number[];
  /** Of a pool: its systems that take part. */
  readonly systems?: readonly string[] | undefined;
  /** Of a pool: its candidates; `poolCandidates` reads them. */
  readonly pool?: Pool | undefined;
  /** Position of the dialogue with this id, from 0. */
  ordinalOf(id: string): number | undefined;
  /** Dialogues in order. */
  read(range?: Range): AsyncIterable<Dialogue>;
  close(): Promise<void>;
}

/** Opens a dataset and reads it once, checking every row. Throws `input-…` errors. */
export const openDataset = async (options: DatasetOptions): Promise<Dataset> => {
  const input = await openInput(options.path, options.encoding ?? 'utf-8', options.label);
  const table = await openTable(input, options.format ?? 'auto');
  const isPool = options.format === 'pool' || (options.format !== 'jsonl' && table.isPool);
  const rows = dialogueRows(table, options, isPool);
  const tally = isPool ? poolOf(table, rows) : undefined;
  const survey = await surveyDataset(table, rows, tally?.note);
  const pool = tally?.finish(options.systems, (from) => rowsFrom(table, rows, survey.places, from));
  return {
    path: options.path,
    label: input.label,
    format: isPool ? 'pool' : table.format,
    idsOnly: false,
    columns: rows.columns,
    ...factsOf(survey),
    systems: pool?.systems.map(({ id }) => id),
    pool,
    read: (range = {}) => readDialogues(table, rows, survey.places, range),
    close: async () => pool?.close(),
  };
};

/** The part of a dataset that any survey gives. */
export const factsOf = ({ ids, sha256, examples, referenced, blank }: DatasetSurvey) => ({
  sha256,
  size: ids.size,
  examples,
  referenced,
  blank,
  ordinalOf: (id: string) => ids.find(id),
});

async function* rowsFrom(
  table: Table,
  rows: DialogueRows,
  places: RowPlaces,
  from: number,
): AsyncGenerator<PlacedRow, void> {
  const start = places.before(from);
  let index = start.index;
  const report = throwingReport(table.input.label);
  for await (const row of table.rows(rows.names, report, { from: start.place })) {
    if (index >= from) yield { row, index };
    index++;
  }
}

async function* readDialogues(
  table: Table,
  rows: DialogueRows,
  places: RowPlaces,
  { from = 0, to = Number.POSITIVE_INFINITY }: Range,
): AsyncGenerator<Dialogue, void> {
  const report = throwingReport(table.input.label);
  if (from >= to) return;
  for await (const { row, index } of rowsFrom(table, rows, places, from)) {
    const dialogue = rows.dialogueOf(row, index, report);
    if (dialogue) yield dialogue;
    if (index + 1 >= to) return;
  }
}
