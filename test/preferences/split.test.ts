import fc from 'fast-check';
import t from 'tap';
import { createSplitGuard, drawSplit, splitsOfGroups } from '../../src/preferences/split.ts';

const splits = { train: 0.8, validation: 0.1, test: 0.1 };

const drawAll = (count: number, salt = ''): number[] =>
  Array.from({ length: count }, (_, index) =>
    drawSplit({ id: `${index}`, text: `대화 ${index}` }, splits, salt),
  );

t.test('shares come out, another salt draws anew', async (t) => {
  const draws = drawAll(5000);
  const shares = [0, 1, 2].map((split) => draws.filter((draw) => draw === split).length / draws.length);
  // three standard errors of a share of 0.1 in 5,000 draws are 0.013
  for (const [split, share] of [0.8, 0.1, 0.1].entries()) t.ok(Math.abs(shares[split]! - share) < 0.02);
  t.notSame(drawAll(100, 'other'), draws.slice(0, 100));
});

t.test('a draw depends on the text alone, but for Unicode form and white space', async (t) => {
  const of = (id: string, text: string): number => drawSplit({ id, text }, splits, '');
  for (let number = 0; number < 50; number++) {
    const text = `각자 이야기 ${number}`;
    t.equal(of('a', text), of('b', ` ${text.normalize('NFD')}\n`));
  }
  const withoutText = new Set(Array.from({ length: 200 }, (_, index) => of(`${index}`, '')));
  t.equal(withoutText.size, 3);
});

t.test('a split without a share gets nothing', async (t) => {
  for (let index = 0; index < 200; index++)
    t.equal(drawSplit({ id: `${index}`, text: '' }, { train: 1, validation: 0 }, ''), 0);
});

t.test('new dialogues move none, and change only earlier splits', async () => {
  const dialogue = fc.record({ group: fc.nat(3), draw: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(dialogue), fc.array(dialogue), (old, added) => {
      // the first of its group names it
      const homes = (all: typeof old) => {
        const firsts = all.map(({ group }) => all.findIndex((each) => each.group === group));
        const latest = splitsOfGroups(
          firsts,
          all.map(({ draw }) => draw),
        );
        return (group: number) => latest[all.findIndex((each) => each.group === group)]!;
      };
      const [before, after] = [homes(old), homes([...old, ...added])];
      // written means: drawn into the split of its group
      return old.every(({ group, draw }) => {
        const [was, is] = [before(group) === draw, after(group) === draw];
        return is ? was : !was || draw < after(group);
      });
    }),
  );
});

t.test('a dialogue or its near-duplicate in two splits is an error', async (t) => {
  const ids = ['a', 'b', 'c', 'z'];
  const dataset = { size: ids.length, ordinalOf: (id: string) => ids.indexOf(id) };
  const guard = createSplitGuard(dataset, ['train', 'validation']);
  guard({ id: 'a', group: 'a', split: 'train' });
  guard({ id: 'a', group: 'a', split: 'train' });
  guard({ id: 'b', group: 'a', split: 'train' });
  t.throws(() => guard({ id: 'c', group: 'a', split: 'validation' }), {
    code: 'input-overlap',
    data: { id: 'c' },
  });
  t.throws(() => guard({ id: 'a', group: 'z', split: 'validation' }), { code: 'input-overlap' });
});
