/** Random numbers that depend on keys alone: the same for every batch, number of workers and continued run. */
import { createHash } from 'node:crypto';

/** Numbers in [0, 1), from a seed and what they are for (sfc32, keyed by SHA-256). */
export const createRandom = (seed: number, ...keys: readonly (string | number)[]): (() => number) => {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...keys]))
    .digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
};
