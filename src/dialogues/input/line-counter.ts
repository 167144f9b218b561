/** Line numbers of byte offsets, while the bytes stream by. */

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Number of line feeds in `bytes`. */
export const countLineFeeds = (bytes: Buffer): number => {
  let count = 0;
  for (let index = bytes.indexOf(lineFeed); index >= 0; index = bytes.indexOf(lineFeed, index + 1)) count++;
  return count;
};

/**
 * Knows the lines of the bytes that were added; offsets must be asked for in increasing order. It keeps the chunks that it
 * has not searched yet rather than a list of line breaks, which would outlive the rows and fill the heap.
 */
export class LineCounter {
  readonly #chunks: Buffer[] = [];
  /** Offset of the first kept chunk. */
  #start: number;
  /** The next line feed is searched for from here, in the first kept chunk. */
  #from = 0;
  #line: number;
  /** Offset of the first line feed not passed yet, once it is found. */
  #break: number | undefined;
  /** Whether a carriage return stands before it. */
  #isPair = false;
  #endsWithReturn = false;

  constructor(offset = 0, line = 1) {
    this.#start = offset;
    this.#line = line;
  }

  /** The next bytes of the stream, which must not change afterwards. */
  add(bytes: Buffer): void {
    this.#chunks.push(bytes);
  }

  /** Line number of the byte at `offset`. */
  lineAt(offset: number): number {
    for (let next = this.#nextBreak(); next !== undefined && next < offset; next = this.#nextBreak())
      this.#pass();
    return this.#line;
  }

  /** The first offset from `offset` on that does not lie in a blank line; `offset` itself must begin a line. */
  skipBlank(offset: number): number {
    let start = offset;
    this.lineAt(start);
    for (let next = this.#nextBreak(); next === start + (this.#isPair ? 1 : 0); next = this.#nextBreak()) {
      start = next + 1;
      this.#pass();
    }
    return start;
  }

  #nextBreak(): number | undefined {
    while (this.#break === undefined) {
      const [chunk] = this.#chunks;
      if (chunk === undefined) return undefined;
      const index = chunk.indexOf(lineFeed, this.#from);
      if (index < 0) this.#drop(chunk);
      else this.#found(chunk, index);
    }
    return this.#break;
  }

  #found(chunk: Buffer, index: number): void {
    this.#isPair = index === 0 ? this.#endsWithReturn : chunk[index - 1] === carriageReturn;
    this.#break = this.#start + index;
    this.#from = index + 1;
  }

  #drop(chunk: Buffer): void {
    this.#endsWithReturn = chunk[chunk.length - 1] === carriageReturn;
    this.#start += chunk.length;
    this.#from = 0;
    this.#chunks.shift();
  }

  #pass(): void {
    this.#break = undefined;
    this.#line++;
  }
}
