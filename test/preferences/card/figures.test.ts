/** Expectations are counted by hand. */
import t from 'tap';
import { createPairFigures } from '../../../src/preferences/card/figures.ts';
import type { Pair } from '../../../src/preferences/types.ts';
import { makePair } from '../formats/pairs.ts';

const pair = (chosen: string, rejected: string, systems = ['a', 'b']): Pair => {
  const { chosen: one, rejected: other } = makePair(0);
  return makePair(0, {
    chosen: { ...one, text: chosen, system: systems[0] ?? '' },
    rejected: { ...other, text: rejected, system: systems[1] ?? '' },
    margin: 0.25,
    edits: 3,
  });
};

const figuresOf = (pairs: readonly Pair[]) => {
  const builder = createPairFigures();
  for (const each of pairs) builder.add(each);
  return builder.figures();
};

t.test('counts lengths in characters, draws half for "the longest wins"', async (t) => {
  const { pairs, length, margin, edits } = figuresOf([
    pair('가나다라', '가'),
    pair('가', '가나'),
    pair('😀😀', '가나'),
    pair('가나다', '가나'),
  ]);
  t.equal(pairs, 4);
  t.match(length, { chosen_longer: 2, equal: 1, chosen_shorter: 1, longest_wins: 0.625 });
  t.equal(length.chosen.mean, 2.5);
  t.equal(length.rejected.mean, 1.75);
  t.equal(margin.mean, 0.25);
  t.same(edits, { mean: 3, histogram: { width: 5, counts: [4] } });
});

t.test('sets systems against systems', async (t) => {
  const { systems } = figuresOf([
    pair('가', '나', ['b', 'a']),
    pair('가', '나', ['a', 'b']),
    pair('가', '나', ['a', 'b']),
  ]);
  t.same(systems, [
    { chosen: 'a', rejected: 'b', pairs: 2 },
    { chosen: 'b', rejected: 'a', pairs: 1 },
  ]);
});

t.test('without pairs there is nothing to divide', async (t) => {
  const { length, margin } = figuresOf([]);
  t.match([length.longest_wins, margin.mean], [null, null]);
});
