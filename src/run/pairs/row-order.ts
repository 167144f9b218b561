/** The order of rows in the files of a format, and with it the row numbers of every pair. */
import type { PairFormat } from '../../preferences/formats/define.ts';
import type { Pair, TrainingRow } from '../../preferences/types.ts';

export interface RowOrder {
  /** Adds the pairs of one dialogue, in order. */
  add(pairs: readonly Pair[]): Promise<void>;
  /** Writes what was held back. */
  end(): Promise<void>;
}

export interface RowSink {
  /** Writes a row to the file of `split` and gives its number there, from 0. */
  write(split: string, row: TrainingRow): Promise<number>;
  /** Called for every pair, in order, once all its rows are written. */
  placed(pair: Pair, rows: readonly number[]): Promise<void>;
}

/** Pairs that may wait for a row that is held back; then it is written whoever its neighbour is. */
const mostWaiting = 1000;

interface Waiting {
  readonly pair: Pair;
  readonly rows: number[];
  missing: number;
}

interface Held {
  readonly row: TrainingRow;
  readonly of: Waiting;
}

/** Rows as `format` gives them, those that it wants apart after the rows of the next dialogue of their split. */
export const createRowOrder = (format: PairFormat, sink: RowSink): RowOrder => {
  const waiting: Waiting[] = [];
  const heldOf = new Map<string, readonly Held[]>();

  const release = async (split: string): Promise<void> => {
    const held = heldOf.get(split) ?? [];
    heldOf.delete(split);
    for (const { row, of } of held) {
      of.rows.push(await sink.write(split, row));
      of.missing--;
    }
  };

  const drain = async (): Promise<void> => {
    for (let first = waiting[0]; first?.missing === 0; first = waiting[0]) {
      waiting.shift();
      await sink.placed(first.pair, first.rows);
    }
  };

  const writeRows = async (pair: Pair, siblings: readonly Pair[]): Promise<readonly Held[]> => {
    const of: Waiting = { pair, rows: [], missing: 0 };
    waiting.push(of);
    const held: Held[] = [];
    for (const row of format.rows(pair, siblings)) {
      if (format.apart?.(row)) held.push({ row, of });
      else of.rows.push(await sink.write(pair.split, row));
    }
    of.missing = held.length;
    return held;
  };

  return {
    async add(pairs) {
      const [first] = pairs;
      if (!first) return;
      const held: Held[] = [];
      for (const pair of pairs) held.push(...(await writeRows(pair, pairs)));
      await release(first.split);
      if (held.length > 0) heldOf.set(first.split, held);
      await drain();
      while (waiting.length > mostWaiting) {
        await release(waiting[0]?.pair.split ?? '');
        await drain();
      }
    },
    async end() {
      for (const split of [...heldOf.keys()]) await release(split);
      await drain();
    },
  };
};
