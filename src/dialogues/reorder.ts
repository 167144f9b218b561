/** Files that are not in the order of the dataset: an index of their rows, and their text in that order. */
import type { CandidateRows } from './candidate-rows.ts';
import { repeatedRank } from './candidate-survey.ts';
import type { Dataset } from './dataset.ts';
import type { Table } from './formats/table.ts';
import { openUnchanged, stampFile } from './input/file.ts';
import type { Input } from './input/input.ts';
import { gatherProblems, throwingReport } from './problems.ts';
import { orderRows, type PlacedCandidate, type RowOrder } from './row-order.ts';
import { rowsInOrder } from './scattered.ts';
import type { Spool } from './spool.ts';
import { idOf, rankOf } from './values.ts';

/** Reads `table` once more and notes where the rows of each dialogue lie. Throws where an id has a rank twice. */
export const orderCandidates = async (
  dataset: Dataset,
  table: Table,
  rows: CandidateRows,
): Promise<RowOrder> => {
  const order = await orderRows(placedRows(dataset, table, rows), dataset.size);
  const { candidate } = rows.columns;
  if (candidate !== undefined) await checkRanks(dataset, order, candidate, table.input.label);
  return order;
};

async function* placedRows(
  dataset: Dataset,
  table: Table,
  { columns, names }: CandidateRows,
): AsyncGenerator<PlacedCandidate, void> {
  const report = throwingReport(table.input.label);
  const { candidate } = columns;
  const wanted = [names[0] ?? '', ...(candidate === undefined ? [] : [candidate])];
  for await (const row of table.rows(wanted, report)) {
    const id = idOf(row.values[0], { row, column: wanted[0] ?? '', report }) ?? '';
    const ordinal = dataset.ordinalOf(id);
    if (ordinal === undefined) continue; // counted by the survey
    const rank =
      candidate === undefined ? 0 : (rankOf(row.values[1], { row, column: candidate, id, report }) ?? 0);
    yield { ordinal, rank, line: row.line, start: row.start, end: row.end };
  }
}

const checkRanks = async (
  dataset: Dataset,
  order: RowOrder,
  column: string,
  label: string,
): Promise<void> => {
  const repeats: { ordinal: number; rank: number; line: number; earlier: number }[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    const lines = new Map<number, number>();
    for (; to < order.length && order.ordinalAt(to) === order.ordinalAt(from); to++) {
      const earlier = lines.get(order.rankAt(to));
      const place = { ordinal: order.ordinalAt(to), rank: order.rankAt(to), line: order.lineAt(to) };
      if (earlier !== undefined) repeats.push({ ...place, earlier });
      lines.set(place.rank, place.line);
    }
  }
  if (repeats.length === 0) return;
  const problems = gatherProblems(label);
  for (const { ordinal, rank, line, earlier } of repeats)
    problems.report(repeatedRank(await idAt(dataset, ordinal), line, column, rank, earlier));
  problems.throwFirst();
};

const idAt = async (dataset: Dataset, ordinal: number): Promise<string> => {
  for await (const { id } of dataset.read({ from: ordinal, to: ordinal + 1 })) return id;
  return '';
};

/** The text of `input` row by row in `order`. Text that is packed or in another encoding is first copied to `spool`. */
export async function* textInOrder(
  input: Input,
  order: RowOrder,
  spool: Spool,
): AsyncGenerator<Buffer, void> {
  const isPlain = input.textStart !== undefined;
  const stamp = isPlain ? input.stamp : await stampFile(await copyText(input, spool), input.label);
  const handle = await openUnchanged(stamp);
  try {
    yield* rowsInOrder(handle, input.textStart ?? 0, order);
  } finally {
    await handle.close();
  }
}

const copyText = async (input: Input, spool: Spool): Promise<string> => {
  const file = await spool.create(input.label);
  try {
    for await (const chunk of input.text()) await file.write(chunk);
  } finally {
    await file.close();
  }
  return file.path;
};
