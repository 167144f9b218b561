/** Repeated ids: found by hash in flat memory, then told apart from equal hashes by reading the file again. */
import type { Table } from './formats/table.ts';
import type { IdIndex } from './id-index.ts';
import { gatherProblems, type RowProblem } from './problems.ts';
import { idOf } from './values.ts';

/** A row whose id may stand on an earlier row as well. */
export interface Suspect {
  readonly id: string;
  readonly line: number;
  /** Number of the row among those with an id, from 0. */
  readonly row: number;
}

/** A row whose id stands on an earlier row. */
export interface Repeat extends Suspect {
  readonly firstLine: number;
}

/** More suspects than these are repeats, whatever their hashes. */
export const suspectsKept = 1000;

/** The suspects that repeat an earlier id, with its line, and those whose hash alone is that of another. */
export const tellApart = async (
  table: Table,
  idColumn: string,
  suspects: readonly Suspect[],
): Promise<{ repeated: readonly Repeat[]; others: readonly Suspect[] }> => {
  const firsts = await firstRows(table, idColumn, new Set(suspects.map(({ id }) => id)));
  const repeated: Repeat[] = [];
  const others: Suspect[] = [];
  for (const suspect of suspects) {
    const first = firsts.get(suspect.id);
    if (first !== undefined && first.row < suspect.row) repeated.push({ ...suspect, firstLine: first.line });
    else others.push(suspect);
  }
  return { repeated, others };
};

const firstRows = async (table: Table, idColumn: string, ids: ReadonlySet<string>) => {
  const firsts = new Map<string, { row: number; line: number }>();
  let count = 0;
  for await (const row of table.rows([idColumn], ignore)) {
    const id = idOf(row.values[0], { row, column: idColumn, report: ignore });
    if (id === undefined) continue;
    if (ids.has(id) && !firsts.has(id)) firsts.set(id, { row: count, line: row.line });
    count++;
  }
  return firsts;
};

// the pass before this one has reported everything else
const ignore = (): void => {};

/** Throws what `problemOf` makes of repeated ids; ids that share a hash with an earlier one get their own place in `ids`. */
export const settleSuspects = async (
  table: Table,
  idColumn: string,
  suspects: readonly Suspect[],
  ids: IdIndex,
  problemOf: (repeat: Repeat) => RowProblem,
): Promise<void> => {
  const { repeated, others } = await tellApart(table, idColumn, suspects);
  const problems = gatherProblems(table.input.label);
  for (const repeat of repeated) problems.report(problemOf(repeat));
  problems.throwFirst();
  for (const { id, row } of others) ids.setApart(id, row);
};

/** The problem of a row whose id a dataset has already. */
export const repeatedDialogue = (repeat: Repeat): RowProblem => ({
  ...repeatedId(repeat),
  expected: 'every id once in the dataset',
  fix: 'Remove the repeated rows, or give every dialogue an id of its own.',
});

/** The problem of a row whose id a system's file has already. */
export const repeatedCandidate = (repeat: Repeat): RowProblem => ({
  ...repeatedId(repeat),
  expected: 'every id once, where no column gives the rank of a candidate',
  fix: 'Remove the repeated rows, or add a column `candidate` with ranks from 0.',
});

const repeatedId = ({ id, line, firstLine }: Repeat) =>
  ({
    code: 'input-id',
    kind: 'repeated-id',
    line,
    id,
    found: `the id is already on line ${firstLine}`,
  }) as const;
