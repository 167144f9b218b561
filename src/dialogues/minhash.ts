/**
 * Sketches of texts by which near-duplicates are found: one-permutation MinHash (Li, Owen, Zhang 2012) with empty bins
 * filled from their neighbours (Shrivastava, Li 2014), over runs of five characters. One pass over a text.
 */

/** Numbers in a sketch. */
export const sketchSize = 64;

const shingleLength = 5;
const empty = 0xffffffff;

/** Hashes of the distinct runs of five characters of `text`; of a shorter text, of the whole. */
export const shinglesOf = (text: string): Set<number> => {
  const shingles = new Set<number>();
  for (let end = Math.min(shingleLength, text.length); end <= text.length; end++) {
    let hash = 0x811c9dc5;
    for (let index = Math.max(0, end - shingleLength); index < end; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    shingles.add(mixed(hash));
  }
  return shingles;
};

/** Share of common shingles among all of two texts (Jaccard), 0–1. */
export const jaccard = (a: ReadonlySet<number>, b: ReadonlySet<number>): number => {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let common = 0;
  for (const shingle of small) if (large.has(shingle)) common++;
  return a.size + b.size === 0 ? 0 : common / (a.size + b.size - common);
};

/** Writes the sketch of `shingles` to `target` from `offset` on. */
export const writeSketch = (shingles: ReadonlySet<number>, target: Uint32Array, offset: number): void => {
  target.fill(empty, offset, offset + sketchSize);
  for (const shingle of shingles) {
    const place = offset + (shingle & (sketchSize - 1));
    const rest = shingle >>> 6;
    if (rest < target[place]!) target[place] = rest;
  }
  fillEmpty(target, offset);
};

/** Share of equal numbers of two sketches: an estimate of the Jaccard similarity, with a standard error up to 0.06. */
export const estimate = (a: Uint32Array, aOffset: number, b: Uint32Array, bOffset: number): number => {
  let equal = 0;
  for (let index = 0; index < sketchSize; index++) if (a[aOffset + index] === b[bOffset + index]) equal++;
  return equal / sketchSize;
};

// the distance is mixed in, so that two texts agree by chance in none of the copied bins
const fillEmpty = (target: Uint32Array, offset: number): void => {
  const given = target.slice(offset, offset + sketchSize);
  if (given.every((value) => value === empty)) return;
  for (let index = 0; index < sketchSize; index++) {
    let distance = 0;
    while (given[(index + distance) % sketchSize] === empty) distance++;
    if (distance > 0)
      target[offset + index] = mixed(given[(index + distance) % sketchSize]! + distance * 0x9e3779b1) >>> 6;
  }
};

const mixed = (hash: number): number => {
  let value = hash ^ (hash >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
};
