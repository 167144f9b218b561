/** Rows of a dataset → dialogues. */
import type { Dialogue } from '../types.ts';
import { missingColumn, optional, required, several } from './columns.ts';
import type { Row } from './formats/row.ts';
import type { Table } from './formats/table.ts';
import type { DatasetOptions } from './options.ts';
import type { Report } from './problems.ts';
import { idOf, labelOf, type Place, textOf, textsOf } from './values.ts';

/** What was recognised, for display. */
export interface RecognisedColumns {
  /** Undefined where the number of the line is the id. */
  readonly id?: string | undefined;
  readonly dialogue?: string | undefined;
  readonly reference: readonly string[];
  readonly topic?: string | undefined;
  /** Of a pool: the list of candidates. */
  readonly candidates?: string | undefined;
}

/** How rows of one file become dialogues. */
export interface DialogueRows {
  readonly columns: RecognisedColumns;
  /** Columns to read, the id first. */
  readonly names: readonly string[];
  /** The dialogue at `index`; undefined where something of it was reported. */
  dialogueOf(row: Row, index: number, report: Report): Dialogue | undefined;
}

/** Recognises the columns of a dataset. Throws `input-column` where one that is needed is absent. */
export const dialogueRows = (table: Table, options: DatasetOptions, isPool: boolean): DialogueRows => {
  if (table.format === 'lines') return lineRows;
  const columns = columnsOf(table, options, isPool);
  const { id, dialogue, topic, reference, candidates } = columns;
  const names = [id, dialogue, topic, candidates, ...reference].filter((name) => name !== undefined);
  const placeOf = (name: string | undefined): number => (name === undefined ? -1 : names.indexOf(name));
  const places = { dialogue: placeOf(dialogue), topic: placeOf(topic), reference: reference.map(placeOf) };
  return {
    columns,
    names,
    dialogueOf: (row, index, report) => dialogueOf(row, index, report, names, places),
  };
};

const columnsOf = (table: Table, { columns = {}, needs = ['dialogue'] }: DatasetOptions, isPool: boolean) => {
  const header = { label: table.input.label, columns: table.columns };
  const found = {
    id: required(header, 'id', columns.id),
    dialogue: optional(header, 'dialogue', columns.dialogue),
    reference: several(header, 'reference', columns.reference),
    topic: optional(header, 'topic', columns.topic),
    candidates: isPool ? required(header, 'candidates', undefined) : undefined,
  };
  if (needs.includes('dialogue') && found.dialogue === undefined) throw missingColumn(header, 'dialogue');
  if (needs.includes('reference') && found.reference.length === 0) throw missingColumn(header, 'reference');
  return found satisfies RecognisedColumns;
};

interface Places {
  readonly dialogue: number;
  readonly topic: number;
  readonly reference: readonly number[];
}

const dialogueOf = (
  row: Row,
  index: number,
  report: Report,
  names: readonly string[],
  places: Places,
): Dialogue | undefined => {
  const id = idOf(row.values[0], { row, column: names[0] ?? '', report });
  if (id === undefined) return undefined;
  const at = (place: number): Place => ({ row, column: names[place] ?? '', id, report });
  const text = places.dialogue < 0 ? '' : textOf(row.values[places.dialogue], at(places.dialogue));
  const topic = places.topic < 0 ? undefined : labelOf(row.values[places.topic], at(places.topic));
  const references: string[] = [];
  for (const place of places.reference) {
    const value = row.values[place];
    if (value === undefined || value === null) continue; // a dialogue may have fewer references than others
    const texts = textsOf(value, at(place));
    if (texts === undefined) return undefined;
    for (const each of texts) if (each.trim() !== '') references.push(each);
  }
  if (text === undefined) return undefined;
  return topic === undefined ? { id, index, text, references } : { id, index, text, topic, references };
};

/** One dialogue a line; its id is the number of the line, from 1. */
const lineRows: DialogueRows = {
  columns: { reference: [] },
  names: [],
  dialogueOf: (row, index) => ({
    id: String(row.line),
    index,
    text: row.values[0] as string,
    references: [],
  }),
};
