/** The first pass over a dataset: checks every row, learns the ids and where to begin reading. */
import { createHash } from 'node:crypto';
import { isBlank } from '../text/blank.ts';
import type { DialogueRows } from './dialogue-rows.ts';
import type { Row } from './formats/row.ts';
import { emptyFile, type Table } from './formats/table.ts';
import { IdIndex } from './id-index.ts';
import type { TextPosition } from './input/input.ts';
import { Numbers } from './numbers.ts';
import { gatherProblems, type Report } from './problems.ts';
import { repeatedDialogue, type Suspect, settleSuspects, suspectsKept } from './repeats.ts';

/** What the first pass learned. */
export interface DatasetSurvey {
  readonly ids: IdIndex;
  readonly sha256: string;
  readonly places: RowPlaces;
  readonly examples: readonly string[];
  readonly referenced: number;
  /** Positions of dialogues whose text has nothing that can be seen; none where the file has no texts at all. */
  readonly blank: readonly number[];
}

/** Number of ids kept for messages. */
export const examplesKept = 3;

/** Reads the whole of `table`; `note` sees every row with its id. Throws what is wrong with the rows. */
export const surveyDataset = async (
  table: Table,
  rows: DialogueRows,
  note?: (row: Row, id: string, report: Report) => void,
): Promise<DatasetSurvey> => {
  const hash = createHash('sha256');
  const problems = gatherProblems(table.input.label);
  const ids = new IdIndex();
  const places = new RowPlaces(table.input.textStart !== undefined);
  const suspects: Suspect[] = [];
  const examples: string[] = [];
  const blank: number[] = [];
  const hasTexts = table.format === 'lines' || rows.columns.dialogue !== undefined;
  let referenced = 0;
  for await (const row of problems.during(table.rows(rows.names, problems.report, { hash }))) {
    const dialogue = rows.dialogueOf(row, ids.size, problems.report);
    if (dialogue === undefined) continue;
    const { id, index } = dialogue;
    note?.(row, id, problems.report);
    places.note(index, row);
    if (ids.add(id) !== undefined && suspects.length < suspectsKept)
      suspects.push({ id, row: index, line: row.line });
    if (examples.length < examplesKept) examples.push(id);
    if (dialogue.references.length > 0) referenced++;
    if (hasTexts && isBlank(dialogue.text)) blank.push(index);
  }
  problems.throwFirst();
  if (ids.size === 0) throw emptyFile(table.input.label);
  if (suspects.length > 0) await settleSuspects(table, rows.names[0] ?? '', suspects, ids, repeatedDialogue);
  return { ids, sha256: hash.digest('hex'), places, examples, referenced, blank };
};

/** A row with its position in the dataset. */
export interface PlacedRow {
  readonly row: Row;
  readonly index: number;
}

const rowsBetweenPlaces = 1024;

/** Where every 1,024th row lies, so that reading may begin in the middle of a file that can be sought in. */
export class RowPlaces {
  readonly #canSeek: boolean;
  readonly #offsets = new Numbers('f64');
  readonly #lines = new Numbers('u32');

  constructor(canSeek: boolean) {
    this.#canSeek = canSeek;
  }

  note(index: number, { start, line }: Row): void {
    if (!this.#canSeek || index % rowsBetweenPlaces !== 0) return;
    this.#offsets.push(start);
    this.#lines.push(line);
  }

  /** The last known place at or before the row `index`; no place stands for the beginning. */
  before(index: number): { readonly index: number; readonly place: TextPosition | undefined } {
    const number = Math.min(Math.floor(index / rowsBetweenPlaces), this.#offsets.length - 1);
    if (number < 1) return { index: 0, place: undefined };
    return {
      index: number * rowsBetweenPlaces,
      place: { offset: this.#offsets.at(number), line: this.#lines.at(number) },
    };
  }
}
