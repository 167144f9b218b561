/** Reads rows of a file in another order than they lie in it. */
import type { FileHandle } from 'node:fs/promises';
import { chunkBytes } from './input/file.ts';
import type { RowOrder } from './row-order.ts';

const blockBytes = 1 << 14;
const blocksKept = 64;

/** The rows of `order` one after the other, each with a line end, as chunks of text; `base` is where the text begins in the file. */
export async function* rowsInOrder(
  handle: FileHandle,
  base: number,
  order: RowOrder,
): AsyncGenerator<Buffer, void> {
  const blocks = new BlockCache(handle);
  let pieces: Buffer[] = [];
  let length = 0;
  for (let index = 0; index < order.length; index++) {
    const row = await blocks.read(base + order.startAt(index), base + order.endAt(index));
    pieces.push(row);
    if (row.at(-1) !== 0x0a) pieces.push(lineEnd);
    length += row.length + 1;
    if (length < chunkBytes) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(pieces);
}

const lineEnd = Buffer.from('\n');

/** Files are often sorted by another rule (`test_10` before `test_2`), so rows that are near in one order are near in the other. */
class BlockCache {
  readonly #handle: FileHandle;
  /** By number, least recently used first. */
  readonly #blocks = new Map<number, Buffer>();

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async read(start: number, end: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let place = start; place < end; ) {
      const number = Math.floor(place / blockBytes);
      const within = place - number * blockBytes;
      const block = this.#blocks.get(number) ?? (await this.#load(number));
      this.#keep(number, block);
      const piece = block.subarray(within, Math.min(block.length, within + end - place));
      if (piece.length === 0) break; // the file has become shorter; whoever closes it says so
      pieces.push(piece);
      place += piece.length;
    }
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
  }

  async #load(number: number): Promise<Buffer> {
    const block = Buffer.allocUnsafeSlow(blockBytes);
    const { bytesRead } = await this.#handle.read(block, 0, blockBytes, number * blockBytes);
    return block.subarray(0, bytesRead);
  }

  #keep(number: number, block: Buffer): void {
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    if (this.#blocks.size <= blocksKept) return;
    for (const oldest of this.#blocks.keys()) {
      this.#blocks.delete(oldest);
      return;
    }
  }
}
