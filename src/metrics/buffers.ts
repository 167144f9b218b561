/** Typed arrays that grow by doubling, so that scoring a pair allocates nothing. */

/** `array` itself when it holds `length` numbers, else a larger copy. */
export const grown = (array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  if (length <= array.length) return array;
  const larger = new Int32Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
};
