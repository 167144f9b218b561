import fc from 'fast-check';
import t from 'tap';
import { assignFolds } from '../../src/evaluate/folds.ts';

const items = fc.array(
  fc.constantFrom(...'abcdefghijklmnop').map((group) => ({ group })),
  { minLength: 1, maxLength: 60 },
);

t.test('a group is in one fold, and the order of items changes nothing', async () => {
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 6 }), fc.nat(), (all, count, seed) => {
      const folds = assignFolds(all, count, seed);
      const reversed = assignFolds(all.toReversed(), count, seed).reverse();
      const foldOf = new Map(all.map(({ group }, item) => [group, folds[item]]));
      return (
        all.every(({ group }, item) => foldOf.get(group) === folds[item] && folds[item] === reversed[item]) &&
        new Set(folds).size === Math.min(count, foldOf.size)
      );
    }),
  );
});

t.test('folds are of equal size where groups are single dialogues', async (t) => {
  const folds = assignFolds(
    Array.from({ length: 23 }, (_, item) => ({ group: `${item}` })),
    5,
    42,
  );
  const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((each) => each === fold).length);
  t.strictSame(sizes.sort(), [4, 4, 5, 5, 5]);
});

t.test('another seed or key deals other folds', async (t) => {
  const all = Array.from({ length: 40 }, (_, item) => ({ group: `${item}` }));
  const deals = [assignFolds(all, 5, 1), assignFolds(all, 5, 2), assignFolds(all, 5, 1, 'x')].map(String);
  t.equal(new Set(deals).size, 3);
});
