// The rule is that of `longest_first` in the tokenizers library (utils/truncation.rs), whose results on whole pairs are in
// test/fixtures/encoders/golden.json.
import fc from 'fast-check';
import t from 'tap';
import { longestFirst } from '../../src/models/text-frame.ts';

const lengths = fc.tuple(
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 0, max: 80 }),
);

t.test('what fits stays; what does not fits exactly, and no text grows', async () => {
  fc.assert(
    fc.property(lengths, ([first, second, room]) => {
      const [n, m] = longestFirst(first, second, room);
      return n + m === Math.min(first + second, room) && n <= first && m <= second && n >= 0 && m >= 0;
    }),
  );
});

t.test('the shorter text loses nothing as long as the longer one can make room', async () => {
  fc.assert(
    fc.property(lengths, ([first, second, room]) => {
      const [n, m] = longestFirst(first, second, room);
      const [short, kept] = first <= second ? [first, n] : [second, m];
      return kept === short || Math.abs(n - m) <= 1;
    }),
  );
});

t.test('an odd place goes to the longer text, of equals to the second', async (t) => {
  t.strictSame(longestFirst(9, 9, 7), [3, 4]);
  t.strictSame(longestFirst(12, 9, 7), [4, 3]);
  t.strictSame(longestFirst(30, 4, 12), [8, 4]);
});
