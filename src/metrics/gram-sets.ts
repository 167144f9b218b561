import { grown } from './buffers.ts';

/**
 * The distinct n-grams of every text, and how many two texts share. N-grams of one text only can never be shared: they are
 * counted and left out, which halves the work in a pool of similar summaries.
 */
export class GramSets {
  /** Per text, the number of its distinct n-grams. */
  distinct = new Int32Array(64);
  /** Per n-gram, the number of texts that hold it. */
  texts = new Int32Array(1024);
  #members = new Int32Array(1024);
  /** Per text, its end in `#members`. */
  #ends = new Int32Array(64);
  /** Per n-gram, the text that met it last while filling, later the text it is marked for. */
  #stamps = new Int32Array(1024);

  /** Replaces the content; `ends` cuts `grams`, whose ids are below `vocabulary`, into texts. */
  fill(grams: Int32Array, ends: Int32Array, count: number, vocabulary: number): void {
    this.#reset(grams.length, count, vocabulary);
    this.#collect(grams, ends, count);
    this.#dropSingles(count);
    this.#stamps.fill(-1, 0, vocabulary);
  }

  #reset(length: number, count: number, vocabulary: number): void {
    this.distinct = grown(this.distinct, count);
    this.#ends = grown(this.#ends, count);
    this.#members = grown(this.#members, length);
    this.texts = grown(this.texts, vocabulary);
    this.#stamps = grown(this.#stamps, vocabulary);
    this.texts.fill(0, 0, vocabulary);
    this.#stamps.fill(-1, 0, vocabulary);
  }

  #collect(grams: Int32Array, ends: Int32Array, count: number): void {
    const stamps = this.#stamps;
    let position = 0;
    let members = 0;
    for (let text = 0; text < count; text++) {
      const start = members;
      for (const end = ends[text]!; position < end; position++) {
        const gram = grams[position]!;
        if (stamps[gram] === text) continue;
        stamps[gram] = text;
        this.texts[gram]! += 1;
        this.#members[members++] = gram;
      }
      this.distinct[text] = members - start;
      this.#ends[text] = members;
    }
  }

  #dropSingles(count: number): void {
    let kept = 0;
    let position = 0;
    for (let text = 0; text < count; text++) {
      for (const end = this.#ends[text]!; position < end; position++) {
        const gram = this.#members[position]!;
        if (this.texts[gram]! > 1) this.#members[kept++] = gram;
      }
      this.#ends[text] = kept;
    }
  }

  /** Marks the n-grams of `text`, for `sharedWith`. */
  mark(text: number): void {
    const members = this.#members;
    const end = this.#ends[text]!;
    for (let member = this.#start(text); member < end; member++) this.#stamps[members[member]!] = text;
  }

  /** Number of distinct n-grams that `text` shares with the text marked last; another one than it. */
  sharedWith(text: number, marked: number): number {
    const members = this.#members;
    const stamps = this.#stamps;
    const end = this.#ends[text]!;
    let shared = 0;
    for (let member = this.#start(text); member < end; member++) {
      if (stamps[members[member]!] === marked) shared += 1;
    }
    return shared;
  }

  #start(text: number): number {
    return text === 0 ? 0 : this.#ends[text - 1]!;
  }
}
