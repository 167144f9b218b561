/** Everything random comes from here: one seed, one stream an item, so that no order of work changes a draw. */
import { createHash } from 'node:crypto';

/** A stream of random numbers. */
export interface Random {
  /** Uniform on [0, 1), with 53 bits. */
  next(): number;
  /** Uniform whole number from 0 up to but without `count`, 1 to 2³², without modulo bias. Throws a `RangeError` beyond. */
  below(count: number): number;
}

/**
 * A stream of its own for `keys` under `seed`: equal keys give equal streams, different keys independent ones. The
 * generator is sfc32 (Doty-Humphrey, PractRand), its state the hash of seed and keys.
 */
export const createRandom = (seed: number, ...keys: readonly (string | number)[]): Random => {
  const state = new Uint32Array(4);
  createHash('sha256')
    .update(JSON.stringify([seed, ...keys]))
    .digest()
    .copy(new Uint8Array(state.buffer), 0, 0, 16);
  const draw = (): number => {
    const [a, b, c, counter] = state as unknown as [number, number, number, number];
    const sum = (a + b + counter) >>> 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum;
  };
  const next = (): number => ((draw() >>> 5) * 2 ** 26 + (draw() >>> 6)) / 2 ** 53;
  return {
    next,
    below: (count) => {
      if (!(count >= 1 && count <= 2 ** 32)) throw new RangeError(`below(${count}) is not from 1 to 2 ** 32`);
      const limit = 2 ** 32 - (2 ** 32 % count);
      let value = draw();
      while (value >= limit) value = draw();
      return value % count;
    },
  };
};
