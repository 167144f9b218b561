import fc from 'fast-check';
import t from 'tap';
import { bradleyTerry, type Contest } from '../../../src/rerank/judge/bradley-terry.ts';

const contests = (list: readonly (readonly [number, number, number])[]): Contest[] =>
  list.map(([first, second, won]) => ({ first, second, won }));

const isClose = (found: Float64Array, expected: readonly number[]): boolean =>
  found.length === expected.length && expected.every((each, place) => Math.abs(each - found[place]!) < 1e-8);

// choix 0.4.1: choix.mm_pairwise(n + 1, data, alpha=0, tol=1e-13), where the last item is the unseen text (one win and one
// defeat against every other), and every verdict counts twice, so that a tie is a win for each; less the last item's value.
const golden = [
  {
    list: [
      [0, 1, 1],
      [1, 2, 1],
      [0, 2, 1],
    ],
    expected: [1.2945726116750735, 0, -1.2945726116757867],
  },
  {
    list: [
      [0, 1, 1],
      [1, 2, 0.5],
      [2, 3, 1],
      [0, 2, 0],
      [1, 3, 1],
      [0, 3, 0.5],
    ],
    expected: [0, 0, 0.9105076410680071, -0.9105076410685109],
  },
  {
    list: [
      [0, 1, 1],
      [1, 2, 1],
      [2, 3, 1],
      [3, 4, 1],
    ],
    expected: [1.323440116148317, 0.4268585013359342, 0, -0.4268585013359159, -1.3234401161487512],
  },
] as const;

t.test('strengths are those of choix', async (t) => {
  for (const { list, expected } of golden)
    t.ok(isClose(bradleyTerry(expected.length, contests(list)), expected), JSON.stringify(list));
});

t.test('one win, worked out by hand', async (t) => {
  // The second is 1/γ by symmetry. The first has won 1.5 contests, as many as expected: γ/(γ + 1/γ) + 2 · ½ · γ/(γ + 1).
  const [strength = 0] = bradleyTerry(2, contests([[0, 1, 1]]));
  const own = Math.exp(strength);
  t.ok(Math.abs(1.5 - own / (own + 1 / own) - own / (own + 1)) < 1e-9);
});

t.test('nothing won or met: a text without a contest has no strength, all ties are all equal', async (t) => {
  t.strictSame([...bradleyTerry(3, contests([[0, 2, 0.5]]))], [0, Number.NaN, 0]);
  t.strictSame([...bradleyTerry(2, [])], [Number.NaN, Number.NaN]);
});

const lists = fc.integer({ min: 2, max: 7 }).chain((texts) =>
  fc.record({
    texts: fc.constant(texts),
    list: fc.array(
      fc
        .tuple(fc.nat(texts - 1), fc.nat(texts - 2), fc.constantFrom(0, 0.5, 1))
        .map(([first, other, won]) => [first, other < first ? other : other + 1, won] as const),
      { minLength: 1, maxLength: 20 },
    ),
  }),
);

t.test('at the strengths, every text wins as much as it is expected to', async () => {
  fc.assert(
    fc.property(lists, ({ texts, list }) => {
      const strengths = bradleyTerry(texts, contests(list)).map((each) => Math.exp(each));
      for (let text = 0; text < texts; text++) {
        const own = strengths[text]!;
        if (Number.isNaN(own)) continue;
        let won = 0.5;
        let expected = own / (own + 1);
        for (const [first, second, share] of list) {
          if (first !== text && second !== text) continue;
          won += first === text ? share : 1 - share;
          expected += own / (own + strengths[first === text ? second : first]!);
        }
        if (Math.abs(won - expected) > 1e-6) return false;
      }
      return true;
    }),
  );
});

t.test('turned round, verdicts give the same strengths', async () => {
  fc.assert(
    fc.property(lists, ({ texts, list }) => {
      const turned = list.map(([first, second, won]) => [second, first, 1 - won] as const);
      const [one, other] = [list, turned].map((each) => bradleyTerry(texts, contests(each)));
      return one!.every((each, text) => Math.abs(each - other![text]!) < 1e-8 || Number.isNaN(other![text]!));
    }),
  );
});
