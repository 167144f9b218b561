import t from 'tap';
import { emptyMatrix, fillPlane } from '../../src/metrics/planes.ts';

const sides = { rows: [0, 1], columns: [1, 2], square: false };

t.test('precision is by the hypothesis, recall by the reference', async (t) => {
  const matrix = emptyMatrix(2, 2, 2);
  fillPlane(matrix, 1, sides, Int32Array.of(1, 2, 3, 0), Int32Array.of(4, 3, 0), 0);
  t.same([...matrix.precision[1]!], [1 / 4, 2 / 4, 3 / 3, 0]);
  t.same([...matrix.recall[1]!], [1 / 3, 2 / 1, 3 / 3, 0]);
  t.same(matrix.fmeasure[1]![2], 1);
  t.same(matrix.fmeasure[1]![3], 0);
  t.ok(matrix.fmeasure[0]!.every((value) => value === 0));
});

t.test('smoothing lowers a perfect F', async (t) => {
  const matrix = emptyMatrix(1, 2, 2);
  fillPlane(matrix, 0, sides, Int32Array.of(1, 0, 3, 0), Int32Array.of(4, 3, 0), 1e-8);
  t.equal(matrix.fmeasure[0]![2], 2 * (1 / (2 + 1e-8)));
});

t.test('the planes of a matrix do not overlap', async (t) => {
  const { precision, recall, fmeasure } = emptyMatrix(2, 1, 3);
  const planes = [...precision, ...recall, ...fmeasure];
  for (const [value, plane] of planes.entries()) plane.fill(value);
  t.same(
    planes.map((plane) => [...plane]),
    planes.map((_, value) => [value, value, value]),
  );
});
