import { grown } from './buffers.ts';

/**
 * Numbers the n-grams of a text by occurrence: the second "a" of a text becomes another n-gram than the first, the same one
 * as every other text's second "a". Sets of these are multisets of n-grams, and what two of them share is the clipped
 * count. A first occurrence keeps the n-gram's id.
 */
export class OccurrenceTable {
  grams = new Int32Array(1024);
  vocabulary = 0;
  /** Per n-gram, the id of its latest occurrence, and the text that is in. */
  #latest = new Int32Array(1024);
  #texts = new Int32Array(1024);
  /** Per occurrence, the id of the next one; 0 where no text has had it. */
  #next = new Int32Array(1024);

  /** Replaces the content; `ends` cuts `grams`, whose ids are below `vocabulary`, into texts. */
  fill(grams: Int32Array, ends: Int32Array, textCount: number, vocabulary: number): void {
    const total = textCount === 0 ? 0 : ends[textCount - 1]!;
    this.#makeRoom(total, vocabulary);
    let position = 0;
    for (let text = 0; text < textCount; text++) {
      for (const end = ends[text]!; position < end; position++) {
        this.grams[position] = this.#occurrence(grams[position]!, text);
      }
    }
  }

  #makeRoom(total: number, vocabulary: number): void {
    this.vocabulary = vocabulary;
    this.grams = grown(this.grams, total);
    this.#latest = grown(this.#latest, vocabulary);
    this.#texts = grown(this.#texts, vocabulary);
    this.#next = grown(this.#next, vocabulary + total);
    this.#texts.fill(-1, 0, vocabulary);
    this.#next.fill(0, 0, vocabulary + total);
  }

  #occurrence(gram: number, text: number): number {
    let id = gram;
    if (this.#texts[gram] === text) {
      const before = this.#latest[gram]!;
      id = this.#next[before]! || this.vocabulary++;
      this.#next[before] = id;
    }
    this.#texts[gram] = text;
    this.#latest[gram] = id;
    return id;
  }
}
