import { grown } from './buffers.ts';
import type { TextTable } from './text-table.ts';

const EMPTY = -1;

/**
 * The bigrams of all texts as whole numbers, cut into texts by `ends`. They cross sentences, as in both ROUGE packages.
 * Open addressing over the two word ids: a Map keyed by strings would take longer than all scoring together.
 */
export class BigramTable {
  grams = new Int32Array(1024);
  /** Per text, its end in `grams`. */
  ends = new Int32Array(64);
  vocabulary = 0;
  #slots = new Int32Array(2048);
  #first = new Int32Array(1024);
  #second = new Int32Array(1024);

  /** Replaces the content by the bigrams of `table`. */
  fill(table: TextTable): void {
    this.#reset(table);
    const { words } = table;
    let count = 0;
    for (let text = 0; text < table.textCount; text++) {
      const end = table.wordEnds[text]!;
      for (let next = table.wordStart(text) + 1; next < end; next++) {
        this.grams[count++] = this.#idOf(words[next - 1]!, words[next]!);
      }
      this.ends[text] = count;
    }
  }

  #reset(table: TextTable): void {
    this.vocabulary = 0;
    this.grams = grown(this.grams, table.wordCount);
    this.#first = grown(this.#first, table.wordCount);
    this.#second = grown(this.#second, table.wordCount);
    this.ends = grown(this.ends, table.textCount);
    // A power of two at least twice the number of entries keeps the probes short.
    let size = this.#slots.length;
    while (size < 2 * table.wordCount) size *= 2;
    if (size === this.#slots.length) this.#slots.fill(EMPTY);
    else this.#slots = new Int32Array(size).fill(EMPTY);
  }

  #idOf(first: number, second: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = Math.imul(Math.imul(first, 0x9e3779b1) + second, 0x85ebca6b);
    slot = (slot ^ (slot >>> 15)) & mask;
    for (let id = slots[slot]!; id !== EMPTY; id = slots[slot]!) {
      if (this.#first[id] === first && this.#second[id] === second) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.vocabulary++;
    slots[slot] = id;
    this.#first[id] = first;
    this.#second[id] = second;
    return id;
  }
}
