/** All pairs of similar texts among many, found by their sketches band by band, so that memory holds one band at a time. */
import { estimate, sketchSize } from './minhash.ts';
import { bandSlot, bands, longestWalk, slotsFor } from './sketch-index.ts';
import type { Sketches } from './sketches.ts';

/** Sketches that are read together. */
const block = 1024;

/**
 * Tells `found` of every pair of places, the earlier one in `order` first, that meet in a slot of some band and whose estimated
 * similarity is at least `least`; those for which `isKnown` need not be compared. As `SketchIndex` does it, texts that come
 * after 200 others in one slot do not meet the first of them. Memory is 12–16 bytes a text; O(texts · bands) reads.
 */
export const eachAlike = (
  sketches: Sketches,
  order: Uint32Array,
  least: number,
  { isKnown, found }: { isKnown(a: number, b: number): boolean; found(a: number, b: number): void },
): void => {
  const slots = slotsFor(order.length);
  const slotOf = new Uint32Array(order.length);
  /** Place + 1 of the last text of each slot; 0 is none. */
  const heads = new Uint32Array(slots);
  /** Place + 1 of the text before in the same slot. */
  const earlier = new Uint32Array(order.length);
  const [own, other] = [new Uint32Array(sketchSize), new Uint32Array(sketchSize)];
  for (let band = 0; band < bands; band++) {
    readSlots(sketches, band, slots, slotOf);
    heads.fill(0);
    for (const place of order) {
      const slot = slotOf[place]!;
      earlier[place] = heads[slot]!;
      heads[slot] = place + 1;
      let isRead = false;
      for (let held = earlier[place]!, steps = 0; held > 0 && steps < longestWalk; steps++) {
        if (!isKnown(held - 1, place)) {
          if (!isRead) sketches.read(place, own);
          isRead = true;
          sketches.read(held - 1, other);
          if (estimate(own, 0, other, 0) >= least) found(held - 1, place);
        }
        held = earlier[held - 1]!;
      }
    }
  }
};

const readSlots = (sketches: Sketches, band: number, slots: number, slotOf: Uint32Array): void => {
  const read = new Uint32Array(block * sketchSize);
  for (let from = 0; from < sketches.length; from += block) {
    sketches.read(from, read);
    const to = Math.min(from + block, sketches.length);
    for (let place = from; place < to; place++)
      slotOf[place] = bandSlot(read, (place - from) * sketchSize, band, slots);
  }
};
