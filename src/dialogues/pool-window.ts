/** Several cursors over one pool file: they share one reading of it while they stay near each other. */
import type { Dialogue } from '../types.ts';
import type { CandidateCursor } from './candidate-file.ts';
import type { CandidateRow } from './candidate-rows.ts';

/** The candidates of one dialogue by system. */
export type PoolItem = ReadonlyMap<string, readonly CandidateRow[]>;

/** Reads the items from a position in the dataset on. */
export type ReadItems = (from: number) => AsyncIterable<PoolItem>;

/** A cursor that falls behind by more than this reads for itself. */
const itemsKept = 512;

/** One reading of a pool, with the last few hundred items kept for those who come later. */
export class PoolWindow {
  readonly #read: ReadItems;
  readonly #shared: ItemReader;
  readonly #own = new Set<ItemReader>();

  constructor(read: ReadItems) {
    this.#read = read;
    this.#shared = new ItemReader(read, itemsKept);
  }

  cursor(system: string): CandidateCursor {
    let reader = this.#shared;
    return {
      take: async ({ index }: Dialogue) => {
        let found = await reader.item(index);
        if (found === passed) {
          reader = this.#readerFrom(index);
          found = await reader.item(index);
        }
        return found === passed ? [] : (found?.get(system) ?? []);
      },
      close: async () => {
        if (reader === this.#shared) return;
        this.#own.delete(reader);
        await reader.close();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#shared, ...this.#own].map((reader) => reader.close()));
  }

  #readerFrom(index: number): ItemReader {
    const reader = new ItemReader(this.#read, 1, index);
    this.#own.add(reader);
    return reader;
  }
}

/** Stands for an item that was forgotten. */
const passed = Symbol('passed');

/** Items one after the other; the last `kept` of them may be asked for again. */
class ItemReader {
  readonly #items: AsyncIterator<PoolItem>;
  readonly #ring: (PoolItem | undefined)[];
  readonly #from: number;
  #next: number;
  /** Takes of several cursors follow each other; after a failure all of them fail. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(read: ReadItems, kept: number, from = 0) {
    this.#items = read(from)[Symbol.asyncIterator]();
    this.#ring = new Array<PoolItem | undefined>(kept);
    this.#from = from;
    this.#next = from;
  }

  /** The item at `index`; undefined after the end. */
  item(index: number): Promise<PoolItem | typeof passed | undefined> {
    const found = this.#turn.then(() => this.#advanceTo(index));
    this.#turn = found;
    return found;
  }

  async close(): Promise<void> {
    await this.#turn.catch(() => {});
    await this.#items.return?.();
  }

  async #advanceTo(index: number): Promise<PoolItem | typeof passed | undefined> {
    if (index < Math.max(this.#from, this.#next - this.#ring.length)) return passed;
    while (this.#next <= index) {
      const next = await this.#items.next();
      if (next.done) return undefined;
      this.#ring[this.#next % this.#ring.length] = next.value;
      this.#next++;
    }
    return this.#ring[index % this.#ring.length];
  }
}
