/** Rows of a file that is not in the order of the dataset: where each lies, and the order to read them in. */
import { Numbers } from './numbers.ts';

/** Places of rows, in the order of the dataset, 28–32 bytes a row. */
export interface RowOrder {
  readonly length: number;
  /** Bytes held. */
  readonly bytes: number;
  ordinalAt(index: number): number;
  rankAt(index: number): number;
  lineAt(index: number): number;
  /** Place in the text. */
  startAt(index: number): number;
  endAt(index: number): number;
}

/** One row as it stands in the file. */
export interface PlacedCandidate {
  readonly ordinal: number;
  /** Rank that the file gives, 0 where it gives none. */
  readonly rank: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Sorts rows by their ordinal, which is below `ordinals`; rows of one ordinal stay in the order of the file. */
export const orderRows = async (
  rows: AsyncIterable<PlacedCandidate>,
  ordinals: number,
): Promise<RowOrder> => {
  const columns = {
    ordinal: new Numbers('u32'),
    rank: new Numbers('u32'),
    line: new Numbers('u32'),
    length: new Numbers('u32'),
    start: new Numbers('f64'),
  };
  for await (const { ordinal, rank, line, start, end } of rows) {
    columns.ordinal.push(ordinal);
    columns.rank.push(rank);
    columns.line.push(line);
    columns.start.push(start);
    columns.length.push(end - start);
  }
  const order = countingSort(columns.ordinal, ordinals);
  const at = (column: Numbers, index: number): number => column.at(order[index]!);
  return {
    length: order.length,
    bytes: order.byteLength + Object.values(columns).reduce((sum, column) => sum + column.bytes, 0),
    ordinalAt: (index) => at(columns.ordinal, index),
    rankAt: (index) => at(columns.rank, index),
    lineAt: (index) => at(columns.line, index),
    startAt: (index) => at(columns.start, index),
    endAt: (index) => at(columns.start, index) + at(columns.length, index),
  };
};

/** Positions in `keys` by key, stable, in O(keys + range). */
const countingSort = (keys: Numbers, range: number): Uint32Array => {
  const next = new Uint32Array(range + 1);
  for (let index = 0; index < keys.length; index++) next[keys.at(index) + 1]!++;
  for (let key = 1; key <= range; key++) next[key]! += next[key - 1]!;
  const order = new Uint32Array(keys.length);
  for (let index = 0; index < keys.length; index++) {
    const key = keys.at(index);
    order[next[key]!++] = index;
  }
  return order;
};
