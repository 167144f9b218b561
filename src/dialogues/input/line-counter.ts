/** Line numbers of byte offsets, while the bytes stream by. */

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Number of line feeds in `bytes`. */
export const countLineFeeds = (bytes: Buffer): number => {
  let count = 0;
  for (let index = bytes.indexOf(lineFeed); index >= 0; index = bytes.indexOf(lineFeed, index + 1)) count++;
  return count;
};

/** Knows the line breaks of what was added and not yet asked past; offsets must be asked for in increasing order. */
export class LineCounter {
  /** Offsets of line feeds, ascending; those before `#head` are behind us. */
  #breaks: number[] = [];
  /** Same order: 1 where a carriage return stands before the line feed. */
  #returns: number[] = [];
  #head = 0;
  #end: number;
  #line: number;
  #endsWithReturn = false;

  constructor(offset = 0, line = 1) {
    this.#end = offset;
    this.#line = line;
  }

  /** The next bytes of the stream. */
  add(bytes: Buffer): void {
    if (this.#head === this.#breaks.length) this.#forget();
    for (let index = bytes.indexOf(lineFeed); index >= 0; index = bytes.indexOf(lineFeed, index + 1)) {
      const isPair = index === 0 ? this.#endsWithReturn : bytes[index - 1] === carriageReturn;
      this.#breaks.push(this.#end + index);
      this.#returns.push(isPair ? 1 : 0);
    }
    this.#end += bytes.length;
    this.#endsWithReturn = bytes[bytes.length - 1] === carriageReturn;
  }

  /** Line number of the byte at `offset`. */
  lineAt(offset: number): number {
    while ((this.#breaks[this.#head] ?? Number.POSITIVE_INFINITY) < offset) this.#next();
    return this.#line;
  }

  /** The first offset from `offset` on that does not lie in a blank line; `offset` itself must begin a line. */
  skipBlank(offset: number): number {
    let start = offset;
    this.lineAt(start);
    while (this.#breaks[this.#head] === start + (this.#returns[this.#head] ?? 0)) {
      start = (this.#breaks[this.#head] ?? 0) + 1;
      this.#next();
    }
    return start;
  }

  #next(): void {
    this.#head++;
    this.#line++;
  }

  #forget(): void {
    this.#breaks.length = 0;
    this.#returns.length = 0;
    this.#head = 0;
  }
}
