/** Lists of numbers that grow without copying what they hold. */

const kinds = { u32: Uint32Array, f64: Float64Array } as const;
const pageBits = 10;
const pageSize = 1 << pageBits;
const pageMask = pageSize - 1;

/** A growing list of unsigned 32-bit numbers or doubles, in pages of 1,024. */
export class Numbers {
  readonly #pages: (Uint32Array | Float64Array)[] = [];
  readonly #kind: keyof typeof kinds;
  #length = 0;

  constructor(kind: keyof typeof kinds) {
    this.#kind = kind;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#pages.length * pageSize * kinds[this.#kind].BYTES_PER_ELEMENT;
  }

  push(value: number): void {
    if ((this.#length & pageMask) === 0) this.#pages.push(new kinds[this.#kind](pageSize));
    this.#pages[this.#length >> pageBits]![this.#length & pageMask] = value;
    this.#length++;
  }

  /** The number at `index`, which must be below `length`. */
  at(index: number): number {
    return this.#pages[index >> pageBits]![index & pageMask]!;
  }

  /** All of them, copied; unsigned numbers become doubles. */
  toFloat64Array(): Float64Array {
    const all = new Float64Array(this.#length);
    for (const [page, numbers] of this.#pages.entries())
      all.set(numbers.subarray(0, Math.min(pageSize, this.#length - page * pageSize)), page * pageSize);
    return all;
  }
}
