/** Finds the most similar of many texts by their sketches: locality-sensitive hashing, 16 bands of 4 numbers. */
import { estimate, sketchSize, writeSketch } from './minhash.ts';

const bandRows = 4;
export const bands = sketchSize / bandRows;
/** Of texts that share a band no more than these are looked at: a band that many share tells nothing. */
export const longestWalk = 200;

/** Slots of a band's table for `texts` texts: a power of two, half full at least. */
export const slotsFor = (texts: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, texts)));

/** Which of `slots` slots the sketch at `offset` falls into by `band`. */
export const bandSlot = (sketch: Uint32Array, offset: number, band: number, slots: number): number => {
  let hash = band;
  for (let row = 0; row < bandRows; row++) {
    hash = Math.imul(hash ^ sketch[offset + band * bandRows + row]!, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0) & (slots - 1);
};

/** Texts by number, 380–450 bytes each. Texts with a similarity of 0.7 meet in some band with a chance of 99 %. */
export class SketchIndex {
  readonly #sketches: Uint32Array;
  /** Number + 1 of the last text of each slot, a table a band; 0 is none. */
  readonly #heads: Uint32Array;
  /** Number + 1 of the text before in the same slot. */
  readonly #earlier: Uint32Array;
  readonly #slots: number;
  readonly #query = new Uint32Array(sketchSize);

  /** Room for the texts 0 to `size` - 1. */
  constructor(size: number) {
    this.#slots = slotsFor(size);
    this.#sketches = new Uint32Array(size * sketchSize);
    this.#heads = new Uint32Array(bands * this.#slots);
    this.#earlier = new Uint32Array(bands * size);
  }

  /** Adds the text `number`. */
  add(number: number, shingles: ReadonlySet<number>): void {
    writeSketch(shingles, this.#sketches, number * sketchSize);
    for (let band = 0; band < bands; band++) {
      const slot = this.#slotOf(this.#sketches, number * sketchSize, band);
      this.#earlier[number * bands + band] = this.#heads[slot]!;
      this.#heads[slot] = number + 1;
    }
  }

  /** The text with the highest estimated similarity, if any has a band in common. */
  nearest(
    shingles: ReadonlySet<number>,
  ): { readonly number: number; readonly similarity: number } | undefined {
    writeSketch(shingles, this.#query, 0);
    let best: { number: number; similarity: number } | undefined;
    for (let band = 0; band < bands; band++) {
      let held = this.#heads[this.#slotOf(this.#query, 0, band)]!;
      for (let steps = 0; held > 0 && steps < longestWalk; steps++) {
        const number = held - 1;
        const similarity = estimate(this.#query, 0, this.#sketches, number * sketchSize);
        if (
          best === undefined ||
          similarity > best.similarity ||
          (similarity === best.similarity && number < best.number)
        )
          best = { number, similarity };
        held = this.#earlier[number * bands + band]!;
      }
    }
    return best;
  }

  #slotOf(sketch: Uint32Array, offset: number, band: number): number {
    return band * this.#slots + bandSlot(sketch, offset, band, this.#slots);
  }
}
