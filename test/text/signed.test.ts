import t from 'tap';
import { signed, signedRange } from '../../src/text/signed.ts';

t.test('a difference has a sign and a true minus, unless it rounds to nothing', async (t) => {
  t.strictSame(
    [0.25, -0.25, 0, -0.001].map((value) => signed(value)),
    ['+0.25', '−0.25', '+0.00', '+0.00'],
  );
  t.equal(signed(-1.25, 1), '−1.3');
  t.equal(signedRange({ low: -1, high: 2.5 }), '−1.00 … +2.50');
});
