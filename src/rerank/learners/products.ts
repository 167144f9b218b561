/**
 * Products of a matrix with a vector, four rows at a time: one row after the other, each sum would wait for the one before it.
 * Every sum runs in its own order still, to the last bit.
 */

const block = 4;

/** x·w for every row x of `inputs` (rows × weights, row-major), summed in the order of the weights. */
export const products = (inputs: Float64Array, weights: Float64Array): Float64Array => {
  const size = weights.length;
  const sums = new Float64Array(size === 0 ? 0 : inputs.length / size);
  const whole = sums.length - (sums.length % block);
  for (let row = 0; row < whole; row += block) {
    const a = row * size;
    const b = a + size;
    const c = b + size;
    const d = c + size;
    let [ofA, ofB, ofC, ofD] = [0, 0, 0, 0];
    for (let place = 0; place < size; place++) {
      const weight = weights[place]!;
      ofA += weight * inputs[a + place]!;
      ofB += weight * inputs[b + place]!;
      ofC += weight * inputs[c + place]!;
      ofD += weight * inputs[d + place]!;
    }
    sums[row] = ofA;
    sums[row + 1] = ofB;
    sums[row + 2] = ofC;
    sums[row + 3] = ofD;
  }
  for (let row = whole; row < sums.length; row++) {
    let sum = 0;
    for (let place = 0, at = row * size; place < size; place++, at++) sum += weights[place]! * inputs[at]!;
    sums[row] = sum;
  }
  return sums;
};

/** Adds `factors[row]` · x to `into` for every row x of `inputs`, in the order of the rows. */
export const addScaled = (into: Float64Array, inputs: Float64Array, factors: Float64Array): void => {
  const size = into.length;
  const whole = factors.length - (factors.length % block);
  for (let row = 0; row < whole; row += block) {
    const a = row * size;
    const b = a + size;
    const c = b + size;
    const d = c + size;
    const byA = factors[row]!;
    const byB = factors[row + 1]!;
    const byC = factors[row + 2]!;
    const byD = factors[row + 3]!;
    for (let place = 0; place < size; place++)
      into[place] =
        into[place]! +
        byA * inputs[a + place]! +
        byB * inputs[b + place]! +
        byC * inputs[c + place]! +
        byD * inputs[d + place]!;
  }
  for (let row = whole; row < factors.length; row++)
    for (let place = 0, at = row * size; place < size; place++, at++)
      into[place]! += factors[row]! * inputs[at]!;
};
