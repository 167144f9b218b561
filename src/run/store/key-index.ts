/** Words of an entry: four of the key, two of the offset, one of the length. */
const words = 7;
/** Entries come in pieces of this many, so that growing copies nothing and wastes little. */
const pieceEntries = 4096;
const gone = 0xffff_ffff;

const word = (key: Uint8Array, at: number): number =>
  ((key[at]! | (key[at + 1]! << 8) | (key[at + 2]! << 16)) + key[at + 3]! * 0x100_0000) >>> 0;

/**
 * Where each key's record is, in about 40 bytes a record: open addressing over typed arrays. It holds the first 16 of a
 * key's 32 bytes; the reader compares the rest with the record. O(1) a look-up.
 */
export class KeyIndex {
  #pieces: Uint32Array[] = [];
  /** Entry number + 1, or 0; a power of two, at most 3/4 full. */
  #slots = new Uint32Array(64);
  #entries = 0;
  #gone = 0;

  /** Keys that can be found. */
  get size(): number {
    return this.#entries - this.#gone;
  }

  /** Entries ever made; `isGone` tells which are no more. */
  get entries(): number {
    return this.#entries;
  }

  /** Bytes that the index holds. */
  get bytes(): number {
    return this.#slots.byteLength + this.#pieces.length * pieceEntries * words * 4;
  }

  /** Entry of the key that starts at `at` in `bytes`, or −1. */
  find(bytes: Uint8Array, at = 0): number {
    const entry = this.#slots[this.#slotOf(bytes, at)]! - 1;
    return entry >= 0 && this.isGone(entry) ? -1 : entry;
  }

  /** Notes where the record of a key is; returns whether the key is new. */
  set(bytes: Uint8Array, at: number, offset: number, length: number): boolean {
    if ((this.#entries + 1) * 4 > this.#slots.length * 3) this.#grow();
    const slot = this.#slotOf(bytes, at);
    const known = this.#slots[slot]! - 1;
    const entry = known < 0 ? this.#append(bytes, at, slot) : known;
    const isNew = known < 0 || this.isGone(known);
    if (known >= 0 && isNew) this.#gone -= 1;
    const piece = this.#pieceOf(entry);
    const start = (entry % pieceEntries) * words;
    piece[start + 4] = offset % 2 ** 32;
    piece[start + 5] = Math.floor(offset / 2 ** 32);
    piece[start + 6] = length;
    return isNew;
  }

  /** Forgets an entry whose record turned out to be unreadable. */
  forget(entry: number): void {
    this.#pieceOf(entry)[(entry % pieceEntries) * words + 6] = gone;
    this.#gone += 1;
  }

  isGone(entry: number): boolean {
    return this.lengthOf(entry) === gone;
  }

  /** Where the entry's record starts in the log. */
  offsetOf(entry: number): number {
    const piece = this.#pieceOf(entry);
    const start = (entry % pieceEntries) * words;
    return piece[start + 4]! + piece[start + 5]! * 2 ** 32;
  }

  /** Length of the entry's payload. */
  lengthOf(entry: number): number {
    return this.#pieceOf(entry)[(entry % pieceEntries) * words + 6]!;
  }

  #pieceOf(entry: number): Uint32Array {
    return this.#pieces[Math.floor(entry / pieceEntries)]!;
  }

  #append(bytes: Uint8Array, at: number, slot: number): number {
    const entry = this.#entries;
    if (entry % pieceEntries === 0) this.#pieces.push(new Uint32Array(pieceEntries * words));
    const piece = this.#pieceOf(entry);
    const start = (entry % pieceEntries) * words;
    for (let i = 0; i < 4; i++) piece[start + i] = word(bytes, at + 4 * i);
    this.#slots[slot] = entry + 1;
    this.#entries += 1;
    return entry;
  }

  /** The slot that holds the key, or the empty one where it belongs. */
  #slotOf(bytes: Uint8Array, at: number): number {
    const mask = this.#slots.length - 1;
    const first = word(bytes, at);
    for (let slot = first & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]! - 1;
      if (entry < 0 || this.#holds(entry, first, bytes, at)) return slot;
    }
  }

  #holds(entry: number, first: number, bytes: Uint8Array, at: number): boolean {
    const piece = this.#pieceOf(entry);
    const start = (entry % pieceEntries) * words;
    return (
      piece[start] === first &&
      piece[start + 1] === word(bytes, at + 4) &&
      piece[start + 2] === word(bytes, at + 8) &&
      piece[start + 3] === word(bytes, at + 12)
    );
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#entries; entry++) {
      let slot = this.#pieceOf(entry)[(entry % pieceEntries) * words]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }
}
