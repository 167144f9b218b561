/** The order of rows in the files of a format, and with it the row numbers of every pair. */
import type { PairFormat } from '../../preferences/formats/define.ts';
import type { Pair, TrainingRow } from '../../preferences/types.ts';
import { createApartQueue } from './apart-queue.ts';

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

/** Rows of a split that are held back to choose from: enough to keep any dialogue of half as many rows apart. */
const heldRows = 64;

interface Waiting {
  readonly pair: Pair;
  readonly rows: number[];
  missing: number;
}

interface Held {
  readonly row: TrainingRow;
  readonly of: Waiting;
}

/** Rows as `format` gives them; where it wants them apart, rows of one prompt between those of others, within each split. */
export const createRowOrder = (format: PairFormat, sink: RowSink): RowOrder => {
  const waiting: Waiting[] = [];
  const queues = new Map<string, ReturnType<typeof createApartQueue<Held>>>();

  const queueOf = (split: string) => {
    const queue = queues.get(split) ?? createApartQueue<Held>();
    queues.set(split, queue);
    return queue;
  };

  const write = async ({ row, of }: Held): Promise<void> => {
    of.rows.push(await sink.write(of.pair.split, row));
    of.missing--;
  };

  const drain = async (): Promise<void> => {
    for (let first = waiting[0]; first?.missing === 0; first = waiting[0]) {
      waiting.shift();
      await sink.placed(first.pair, first.rows);
    }
  };

  const enter = async (pair: Pair, siblings: readonly Pair[]): Promise<void> => {
    const rows = format.rows(pair, siblings);
    const of: Waiting = { pair, rows: [], missing: rows.length };
    waiting.push(of);
    const prompt = format.promptsApart ? JSON.stringify(pair.prompt) : '';
    for (const row of rows) {
      if (format.promptsApart) queueOf(pair.split).add(prompt, { row, of });
      else await write({ row, of });
    }
  };

  return {
    async add(pairs) {
      for (const pair of pairs) await enter(pair, pairs);
      for (const queue of queues.values())
        while (queue.size > heldRows && queue.hasOther()) await write(queue.take()!);
      await drain();
      while (waiting.length > mostWaiting) {
        await write(queueOf(waiting[0]!.pair.split).take()!);
        await drain();
      }
    },
    async end() {
      for (const queue of queues.values())
        for (let held = queue.take(); held; held = queue.take()) await write(held);
      await drain();
    },
  };
};
