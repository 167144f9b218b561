/** Number of bits set. */
export const bitCount = (bits: number): number => {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** Position of the lowest bit set. */
export const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
