/**
 * Which dialogue an id is: a hash table over typed arrays, without the ids themselves. A dialogue takes 8 bytes for the
 * 64-bit hash of its id and 4–8 for its slot. Whoever fills it checks equal hashes against the file.
 */
import { Numbers } from './numbers.ts';

/** Two 32-bit halves of the hash of an id. */
export type HashId = (id: string, halves: Uint32Array) => void;

/** Two multiplicative hashes over the UTF-16 units, each with its own seed, multiplier and final mixing. */
export const hashId: HashId = (id, halves) => {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b ^ id.length;
  for (let index = 0; index < id.length; index++) {
    const unit = id.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
  }
  halves[0] = mixed(high ^ (low >>> 7));
  halves[1] = mixed(low + Math.imul(high, 0x27d4eb2d));
};

const mixed = (hash: number): number => {
  let value = hash ^ (hash >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
};

/** Ordinals of ids, in the order in which they were added. */
export class IdIndex {
  readonly #high = new Numbers('u32');
  readonly #low = new Numbers('u32');
  /** Ordinal + 1 by hash, open addressing; 0 is free. Its length is a power of two. */
  #slots = new Uint32Array(1024);
  #used = 0;
  readonly #apart = new Map<string, number>();
  readonly #halves = new Uint32Array(2);
  readonly #hash: HashId;

  constructor(hash: HashId = hashId) {
    this.#hash = hash;
  }

  /** Number of ordinals. */
  get size(): number {
    return this.#high.length;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#high.bytes + this.#low.bytes + this.#slots.byteLength;
  }

  /** Ordinal of `id`, or of an id whose hash is the same; undefined where there is neither. */
  find(id: string): number | undefined {
    const apart = this.#apart.size > 0 ? this.#apart.get(id) : undefined;
    if (apart !== undefined) return apart;
    this.#hash(id, this.#halves);
    const held = this.#slots[this.#slotOf(this.#halves[0]!, this.#halves[1]!)]!;
    return held === 0 ? undefined : held - 1;
  }

  /** Gives `id` the next ordinal; returns the ordinal that already had its hash, if one did (it stays the one found). */
  add(id: string): number | undefined {
    if ((this.#used + 1) * 4 > this.#slots.length * 3) this.#grow();
    this.#hash(id, this.#halves);
    const high = this.#halves[0]!;
    const low = this.#halves[1]!;
    const slot = this.#slotOf(high, low);
    const held = this.#slots[slot]!;
    this.#high.push(high);
    this.#low.push(low);
    if (held > 0) return held - 1;
    this.#slots[slot] = this.size;
    this.#used++;
    return undefined;
  }

  /** Makes `id`, another id with the hash of an earlier one, found under its own ordinal. */
  setApart(id: string, ordinal: number): void {
    this.#apart.set(id, ordinal);
  }

  // the slot that holds this hash, else the free one where it belongs
  #slotOf(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const held = this.#slots[slot]!;
      if (held === 0) return slot;
      if (this.#low.at(held - 1) === low && this.#high.at(held - 1) === high) return slot;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (const held of old)
      if (held > 0) this.#slots[this.#slotOf(this.#high.at(held - 1), this.#low.at(held - 1))] = held;
  }
}
