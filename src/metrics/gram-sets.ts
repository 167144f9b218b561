import { bitCount } from './bits.ts';
import { grown } from './buffers.ts';
import type { Sides } from './sides.ts';

/**
 * The distinct n-grams of every text, and how many of them pairs of texts share. Sets are bits, one for every n-gram that
 * several texts hold: others can never be shared, and these are few in a pool of similar summaries.
 */
export class GramSets {
  /** Per text, the number of its distinct n-grams. */
  sizes = new Int32Array(64);
  /** Per n-gram, the number of texts that hold it. */
  texts = new Int32Array(1024);
  /** Per n-gram, the last text that held it, later its bit. */
  #last = new Int32Array(1024);
  /** Per text, `#width` numbers of 32 bits. */
  #bits = new Int32Array(1024);
  #width = 0;

  /** Replaces the content; `ends` cuts `grams`, whose ids are below `vocabulary`, into texts. */
  fill(grams: Int32Array, ends: Int32Array, textCount: number, vocabulary: number): void {
    this.sizes = grown(this.sizes, textCount);
    this.texts = grown(this.texts, vocabulary);
    this.#last = grown(this.#last, vocabulary);
    this.#count(grams, ends, textCount, vocabulary);
    const shared = this.#numberShared(vocabulary);
    this.#width = (shared + 31) >>> 5;
    this.#bits = grown(this.#bits, textCount * this.#width);
    this.#bits.fill(0, 0, textCount * this.#width);
    this.#setBits(grams, ends, textCount);
  }

  #count(grams: Int32Array, ends: Int32Array, textCount: number, vocabulary: number): void {
    const { texts } = this;
    const last = this.#last;
    texts.fill(0, 0, vocabulary);
    last.fill(-1, 0, vocabulary);
    let position = 0;
    for (let text = 0; text < textCount; text++) {
      let size = 0;
      for (const end = ends[text]!; position < end; position++) {
        const gram = grams[position]!;
        if (last[gram] === text) continue;
        last[gram] = text;
        texts[gram]! += 1;
        size += 1;
      }
      this.sizes[text] = size;
    }
  }

  /** Gives a bit to every n-gram of several texts, −1 to the others; the number of bits. */
  #numberShared(vocabulary: number): number {
    let bits = 0;
    for (let gram = 0; gram < vocabulary; gram++) this.#last[gram] = this.texts[gram]! > 1 ? bits++ : -1;
    return bits;
  }

  #setBits(grams: Int32Array, ends: Int32Array, textCount: number): void {
    const bits = this.#bits;
    let position = 0;
    for (let text = 0, offset = 0; text < textCount; text++, offset += this.#width) {
      for (const end = ends[text]!; position < end; position++) {
        const bit = this.#last[grams[position]!]!;
        if (bit >= 0) bits[offset + (bit >>> 5)]! |= 1 << bit;
      }
    }
  }

  /** Sets `counts` to the number of n-grams that each row shares with each column, row-major. */
  countShared({ rows, columns, square }: Sides, counts: Int32Array): void {
    for (let row = 0; row < rows.length; row++) {
      for (let column = square ? row : 0; column < columns.length; column++) {
        const shared = this.#shared(rows[row]!, columns[column]!);
        counts[row * columns.length + column] = shared;
        if (square) counts[column * columns.length + row] = shared;
      }
    }
  }

  #shared(text: number, other: number): number {
    if (text === other) return this.sizes[text]!;
    const bits = this.#bits;
    const width = this.#width;
    let shared = 0;
    for (let at = text * width, end = at + width, too = other * width; at < end; at++, too++) {
      shared += bitCount(bits[at]! & bits[too]!);
    }
    return shared;
  }
}
