/** Pool files: dialogues that bring the candidates of several systems along, one JSON object a line. */
import { at, ConfigError, firstFew, InputError } from '../errors.ts';
import { nearest } from '../registry.ts';
import type { CandidateCursor } from './candidate-file.ts';
import type { DialogueRows } from './dialogue-rows.ts';
import type { Row } from './formats/row.ts';
import type { Table } from './formats/table.ts';
import { entriesOf, type PoolEntry } from './pool-entries.ts';
import { PoolWindow } from './pool-window.ts';
import { type Report, throwingReport } from './problems.ts';
import type { PlacedRow } from './survey.ts';

/** One system of a pool. */
export interface PoolSystem {
  readonly id: string;
  /** Number of its candidates. */
  readonly rows: number;
  /** Number of dialogues with at least one of them. */
  readonly covered: number;
}

/** The candidates of a pool. */
export interface Pool {
  /** The systems that take part. */
  readonly systems: readonly PoolSystem[];
  /** A cursor over the candidates of one system; cursors that go side by side share one reading of the file. */
  cursor(system: string): CandidateCursor;
  close(): Promise<void>;
}

/** Learns the systems of a pool while its dataset is surveyed. */
export const poolOf = (table: Table, { columns, names }: DialogueRows) => {
  const column = columns.candidates ?? '';
  const place = names.indexOf(column);
  const tally = new Map<string, { rows: number; covered: number }>();
  const entriesAt = (row: Row, id: string, report: Report): readonly PoolEntry[] =>
    entriesOf(row.values[place], { row, column, id, report });
  return {
    note(row: Row, id: string, report: Report): void {
      for (const [system, entries] of bySystem(entriesAt(row, id, report))) {
        const counts = tally.get(system) ?? { rows: 0, covered: 0 };
        tally.set(system, { rows: counts.rows + entries.length, covered: counts.covered + 1 });
      }
    },
    finish(
      wanted: readonly string[] | undefined,
      rowsFrom: (index: number) => AsyncIterable<PlacedRow>,
    ): Pool {
      const { label } = table.input;
      const systems = (wanted ?? [...tally.keys()]).map((id) => ({ id, ...countsOf(tally, id, label) }));
      const report = throwingReport(label);
      const window = new PoolWindow(async function* (index) {
        for await (const { row } of rowsFrom(index))
          yield bySystem(entriesAt(row, String(row.values[0]), report));
      });
      return { systems, cursor: (system) => window.cursor(system), close: () => window.close() };
    },
  };
};

const bySystem = (entries: readonly PoolEntry[]): ReadonlyMap<string, readonly PoolEntry[]> => {
  const found = new Map<string, PoolEntry[]>();
  for (const entry of entries) {
    const own = found.get(entry.system);
    if (own) own.push({ ...entry, candidate: own.length });
    else found.set(entry.system, [entry]);
  }
  return found;
};

const countsOf = (
  tally: ReadonlyMap<string, { rows: number; covered: number }>,
  system: string,
  label: string,
) => {
  const counts = tally.get(system);
  if (counts) return counts;
  const known = [...tally.keys()];
  const near = nearest(system, known);
  throw new ConfigError(
    'config-unknown-name',
    {
      where: at(label),
      found: `the pool has no system "${system}"`,
      expected: `one of ${firstFew(known, 12)}`,
      fix: near === undefined ? undefined : `Did you mean "${near}"?`,
    },
    { data: { file: label, system } },
  );
};

/** For a pool that is named as one system. */
export const poolAsSystem = (label: string): InputError =>
  new InputError(
    'input-format',
    {
      where: at(label),
      found: 'this is a pool file, with the candidates of several systems',
      expected: 'the candidates of one system',
      fix: 'Name the file as `dataset`; `dataset.systems` narrows its systems.',
    },
    { data: { file: label } },
  );
