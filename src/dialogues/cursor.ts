/** Reads a system's rows along with the dialogues: one open file, a chunk of rows in memory. */
import { at, InputError } from '../errors.ts';
import type { Dialogue } from '../types.ts';
import type { CandidateCursor } from './candidate-file.ts';
import type { CandidateRow, CandidateRows } from './candidate-rows.ts';
import type { Dataset } from './dataset.ts';
import type { Row } from './formats/row.ts';
import type { Table } from './formats/table.ts';
import { shownId, throwingReport } from './problems.ts';
import { textInOrder } from './reorder.ts';
import type { RowOrder } from './row-order.ts';
import type { Spool } from './spool.ts';

/** Where a cursor reads. */
export interface CursorSource {
  readonly dataset: Dataset;
  readonly table: Table;
  readonly rows: CandidateRows;
  /** Undefined where the rows lie in the order of the dataset. */
  readonly order: RowOrder | undefined;
  readonly spool: Spool;
}

/** A row with the position of its dialogue. */
interface OwnedRow {
  readonly row: Row;
  readonly id: string;
  readonly ordinal: number;
}

/** Opens a cursor at the first dialogue. Nothing is read before the first `take`. */
export const openCursor = (source: CursorSource): CandidateCursor => {
  const { table, rows } = source;
  const report = throwingReport(table.input.label);
  const owned = ownedRows(source)[Symbol.asyncIterator]();
  let ahead: OwnedRow | undefined;
  let isStarted = false;
  let failure: unknown; // a broken reader would look like one at its end
  const advance = async (): Promise<void> => {
    if (failure !== undefined) throw failure;
    try {
      const next = await owned.next();
      ahead = next.done ? undefined : next.value;
    } catch (cause) {
      failure = cause;
      throw cause;
    }
  };
  return {
    async take(dialogue) {
      if (!isStarted || failure !== undefined) await advance();
      isStarted = true;
      while (ahead && ahead.ordinal < dialogue.index) await advance();
      const found: CandidateRow[] = [];
      while (ahead && ahead.ordinal === dialogue.index) {
        checkSameId(table, ahead, dialogue);
        for (const each of rows.candidatesOf(ahead.row, ahead.id, report)) found.push(each);
        await advance();
      }
      return rows.columns.candidate === undefined ? found : found.sort((a, b) => a.candidate - b.candidate);
    },
    async close() {
      ahead = undefined;
      await owned.return?.(undefined);
    },
  };
};

async function* ownedRows(source: CursorSource): AsyncGenerator<OwnedRow, void> {
  const { dataset, rows } = source;
  if (rows.columns.id === undefined) {
    let ordinal = 0;
    for await (const row of sourceRows(source)) yield { row, id: `line ${row.line}`, ordinal: ordinal++ };
    return;
  }
  for await (const row of sourceRows(source)) {
    const id = String(row.values[0]); // the survey has checked it
    const ordinal = dataset.ordinalOf(id);
    if (ordinal !== undefined) yield { row, id, ordinal };
  }
}

async function* sourceRows({ table, rows, order, spool }: CursorSource): AsyncGenerator<Row, void> {
  const report = throwingReport(table.input.label);
  if (order === undefined) return yield* table.rows(rows.names, report);
  let index = 0;
  for await (const row of table.rowsOf(textInOrder(table.input, order, spool), rows.names, report))
    yield { ...row, line: order.lineAt(index++) };
}

// a 64-bit hash decides which dialogue an id is; the chance that this is ever thrown is that of two equal hashes
const checkSameId = ({ input }: Table, { id, row }: OwnedRow, dialogue: Dialogue): void => {
  if (id === dialogue.id || id === `line ${row.line}`) return;
  throw new InputError(
    'input-id',
    {
      where: at(input.label, row.line),
      found: `the id ${shownId(id)} is unknown to the dataset (its hash is that of ${shownId(dialogue.id)})`,
      expected: 'an id of the dataset',
      fix: 'Remove the row.',
    },
    { data: { file: input.label, line: row.line, id } },
  );
};
