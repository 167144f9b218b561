import fc from 'fast-check';
import t from 'tap';
import { bitCount, lowestBit } from '../../src/metrics/bits.ts';

t.test('bits are counted and found as in the binary digits', async (t) => {
  fc.assert(
    fc.property(fc.integer(), (bits) => {
      const digits = (bits >>> 0).toString(2);
      t.equal(bitCount(bits), digits.replaceAll('0', '').length);
      if (bits !== 0) t.equal(lowestBit(bits), digits.length - 1 - digits.lastIndexOf('1'));
    }),
    { seed: 3 },
  );
});
