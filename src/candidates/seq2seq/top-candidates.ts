/** The best continuations of some rows: a small sorted list that scans numbers. O(vocabulary) a row where few are good. */
export class TopCandidates {
  readonly capacity: number;
  /** Sums of log-probabilities, best first, rounded to float32 as transformers' are. */
  readonly scores: Float32Array;
  readonly tokens: Int32Array;
  /** Which row a continuation came from, as told to `scan`. */
  readonly origins: Int32Array;
  count = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.scores = new Float32Array(capacity);
    this.tokens = new Int32Array(capacity);
    this.origins = new Int32Array(capacity);
  }

  clear(): void {
    this.count = 0;
  }

  /** Adds the continuations of one row, whose own score is `base`. Of equal ones the first scanned is better. */
  scan(row: Float32Array, base: number, origin: number): void {
    let least = this.#least();
    let cut = hopeless(least, base);
    for (let token = 0; token < row.length; token++) {
      // Nearly all end here: one comparison a number, without the sum.
      if (!(row[token]! > cut)) continue;
      const score = Math.fround(row[token]! + base);
      if (!(score > least)) continue;
      this.#insert(score, token, origin);
      least = this.#least();
      cut = hopeless(least, base);
    }
  }

  /** Fills up with impossible continuations, so that a search that forbids almost everything keeps its shape. */
  pad(token: number): void {
    for (; this.count < this.capacity; this.count++) {
      this.scores[this.count] = Number.NEGATIVE_INFINITY;
      this.tokens[this.count] = token;
      this.origins[this.count] = 0;
    }
  }

  #least(): number {
    return this.count < this.capacity ? Number.NEGATIVE_INFINITY : this.scores[this.capacity - 1]!;
  }

  #insert(score: number, token: number, origin: number): void {
    let place = Math.min(this.count, this.capacity - 1);
    for (; place > 0 && this.scores[place - 1]! < score; place--) {
      this.scores[place] = this.scores[place - 1]!;
      this.tokens[place] = this.tokens[place - 1]!;
      this.origins[place] = this.origins[place - 1]!;
    }
    this.scores[place] = score;
    this.tokens[place] = token;
    this.origins[place] = origin;
    this.count = Math.min(this.count + 1, this.capacity);
  }
}

/** A number that is at most what a row must pass: their sum with `base`, rounded, could be above `least`. */
const hopeless = (least: number, base: number): number =>
  least === Number.NEGATIVE_INFINITY ? least : least - base - (Math.abs(least) + Math.abs(base)) * 2 ** -22;
