import { grown } from './buffers.ts';
import type { Sides } from './sides.ts';

/**
 * The distinct n-grams of every text, and how many of them pairs of texts share. Counting follows the lists of columns
 * that hold an n-gram, so it takes one step a shared n-gram and none for the others.
 */
export class GramSets {
  /** Per text, the number of its distinct n-grams. */
  sizes = new Int32Array(64);
  /** Per n-gram, the number of texts that hold it. */
  texts = new Int32Array(1024);
  /** The distinct n-grams of all texts, cut into texts by `#ends`. */
  #members = new Int32Array(1024);
  #ends = new Int32Array(64);
  /** Per n-gram, the last text that held it. */
  #last = new Int32Array(1024);
  /** The columns that hold each n-gram, cut by `#columnEnds`. */
  #columns = new Int32Array(1024);
  #columnEnds = new Int32Array(1024);
  #vocabulary = 0;

  /** Replaces the content; `ends` cuts `grams`, whose ids are below `vocabulary`, into texts. */
  fill(grams: Int32Array, ends: Int32Array, textCount: number, vocabulary: number): void {
    this.#makeRoom(grams.length, textCount, vocabulary);
    const { texts } = this;
    const last = this.#last;
    const members = this.#members;
    let position = 0;
    let count = 0;
    for (let text = 0; text < textCount; text++) {
      const first = count;
      for (const end = ends[text]!; position < end; position++) {
        const gram = grams[position]!;
        if (last[gram] === text) continue;
        last[gram] = text;
        texts[gram]! += 1;
        members[count++] = gram;
      }
      this.sizes[text] = count - first;
      this.#ends[text] = count;
    }
  }

  #makeRoom(length: number, textCount: number, vocabulary: number): void {
    this.#vocabulary = vocabulary;
    this.sizes = grown(this.sizes, textCount);
    this.#ends = grown(this.#ends, textCount);
    this.#members = grown(this.#members, length);
    this.texts = grown(this.texts, vocabulary);
    this.#last = grown(this.#last, vocabulary);
    this.#columnEnds = grown(this.#columnEnds, vocabulary);
    this.texts.fill(0, 0, vocabulary);
    this.#last.fill(-1, 0, vocabulary);
  }

  /** Sets `counts` to the number of n-grams that each row shares with each column, row-major. */
  countShared({ rows, columns }: Sides, counts: Int32Array): void {
    this.#listColumns(columns);
    const members = this.#members;
    const ends = this.#columnEnds;
    const lists = this.#columns;
    counts.fill(0, 0, rows.length * columns.length);
    for (let row = 0, offset = 0; row < rows.length; row++, offset += columns.length) {
      const end = this.#ends[rows[row]!]!;
      for (let member = this.#start(rows[row]!); member < end; member++) {
        const gram = members[member]!;
        for (let at = gram === 0 ? 0 : ends[gram - 1]!; at < ends[gram]!; at++)
          counts[offset + lists[at]!]! += 1;
      }
    }
  }

  /** Counting sort of the columns by the n-grams they hold. */
  #listColumns(columns: readonly number[]): void {
    const ends = this.#columnEnds;
    ends.fill(0, 0, this.#vocabulary);
    let total = 0;
    for (const text of columns) {
      for (let member = this.#start(text); member < this.#ends[text]!; member++)
        ends[this.#members[member]!]! += 1;
      total += this.sizes[text]!;
    }
    for (let gram = 1; gram < this.#vocabulary; gram++) ends[gram]! += ends[gram - 1]!;
    this.#columns = grown(this.#columns, total);
    // From the back: each end moves down to its start, which is where the list before it ends.
    for (let column = columns.length - 1; column >= 0; column--) {
      const text = columns[column]!;
      for (let member = this.#start(text); member < this.#ends[text]!; member++) {
        this.#columns[--ends[this.#members[member]!]!] = column;
      }
    }
    ends.copyWithin(0, 1, this.#vocabulary);
    if (this.#vocabulary > 0) ends[this.#vocabulary - 1] = total;
  }

  #start(text: number): number {
    return text === 0 ? 0 : this.#ends[text - 1]!;
  }
}
