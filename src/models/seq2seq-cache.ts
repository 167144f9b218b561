/**
 * What a decoder keeps between steps: keys and values of the tokens it has written, and of the source. Buffers stay and are
 * grown, never thrown away: a step makes no garbage but a few views.
 */

/** Numbers of a tensor: float16 ones are kept as bits. */
export type Numbers = Float32Array | Uint16Array;

/**
 * A cache that grows by a token a step, in two halves: a step reads one and writes the other, and beams that move are
 * gathered from one into the other.
 */
export class GrowingCache {
  readonly #make: (size: number) => Numbers;
  #now: Numbers;
  #next: Numbers;

  constructor(make: (size: number) => Numbers) {
    this.#make = make;
    this.#now = make(0);
    this.#next = make(0);
  }

  /** The first `size` numbers of what was written last. */
  read(size: number): Numbers {
    return this.#now.subarray(0, size);
  }

  /** Room for what is written next, `size` numbers; `turn` makes it readable. */
  write(size: number): Numbers {
    // A fourth more than asked, so that the buffers do not grow at every step.
    if (this.#next.length < size) this.#next = this.#make(Math.ceil(size * 1.25));
    return this.#next.subarray(0, size);
  }

  /** What was written becomes what is read. */
  turn(): void {
    [this.#now, this.#next] = [this.#next, this.#now];
  }

  /** Row `i` becomes what row `parents[i]` was; rows are `width` numbers. */
  gather(parents: Int32Array, rows: number, width: number): void {
    copyRows(this.#now, this.write(rows * width), (row) => parents[row]!, width);
    this.turn();
  }
}

/** What the decoder knows of the sources: mask, encoder output, keys and values of every layer. */
export class SourceCache {
  /** Dialogues; each has `rows / dialogues` rows. */
  dialogues: number;
  rows: number;
  readonly tokens: number;
  mask: BigInt64Array;
  hidden: Numbers;
  readonly hiddenSize: number;
  cross: Numbers[] = [];

  constructor(mask: BigInt64Array, hidden: Numbers, [rows, tokens, size]: readonly number[]) {
    this.dialogues = rows ?? 0;
    this.rows = rows ?? 0;
    this.tokens = tokens ?? 0;
    this.mask = mask;
    this.hidden = hidden;
    this.hiddenSize = size ?? 0;
  }

  /** Forgets the dialogues that are not listed; `kept` is ascending. */
  keep(kept: readonly number[]): void {
    if (kept.length === this.dialogues) return;
    const { dialogues } = this;
    const compacted = <T extends Numbers | BigInt64Array>(numbers: T): T => {
      const width = numbers.length / dialogues;
      for (const [place, from] of kept.entries())
        numbers.copyWithin(place * width, from * width, (from + 1) * width);
      return numbers.subarray(0, kept.length * width) as T;
    };
    this.mask = compacted(this.mask);
    this.hidden = compacted(this.hidden);
    this.cross = this.cross.map(compacted);
    this.rows = (this.rows / dialogues) * kept.length;
    this.dialogues = kept.length;
  }

  /** Repeats every dialogue until there are `rows`, for graphs that want a source a beam. */
  expand(rows: number): void {
    const times = rows / this.rows;
    const repeated = <T extends Numbers | BigInt64Array>(numbers: T): T => {
      const larger = new (numbers.constructor as new (size: number) => T)(numbers.length * times);
      copyRows(numbers, larger, (row) => Math.floor(row / times), numbers.length / this.rows);
      return larger;
    };
    this.mask = repeated(this.mask);
    this.hidden = repeated(this.hidden);
    this.cross = this.cross.map(repeated);
    this.rows = rows;
  }
}

/** Fills `target` with rows of `source`: row `i` is the source's `from(i)`. */
const copyRows = <T extends Numbers | BigInt64Array>(
  source: T,
  target: T,
  from: (row: number) => number,
  width: number,
): void => {
  for (let row = 0; row * width < target.length; row++) {
    const start = from(row) * width;
    target.set(source.subarray(start, start + width) as never, row * width);
  }
};
