import t from 'tap';
import { readSides } from '../../src/metrics/sides.ts';

t.test('a list that is on both sides is read once; equal lists are not one', async (t) => {
  const [a, b] = [['x'], ['x']];
  let read = 0;
  const sides = readSides([a, b, a], [b, a, b], () => read++);
  t.same(sides, { rows: [0, 1, 0], columns: [1, 0, 1], square: false });
  t.equal(read, 2);
});

t.test('the same texts in the same order make a square', async (t) => {
  const [a, b] = [['x'], ['y']];
  let read = 0;
  t.ok(readSides([a, b], [a, b], () => read++).square);
  t.notOk(readSides([a, b], [a], () => read++).square);
});
