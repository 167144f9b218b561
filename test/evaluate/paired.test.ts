import t from 'tap';
import { pairedDifference, pairedInterval } from '../../src/evaluate/paired.ts';

const a = Float64Array.of(0.5, 0.25, 0.75, 0.5);
const b = Float64Array.of(0.25, 0.25, 0.25, 0.25);
const single = ['1', '2', '3', '4'];

t.test('mean and standard error of single dialogues are the usual ones', async (t) => {
  const { mean, standardError } = pairedDifference({ a, b, groups: single });
  t.equal(mean, 0.25);
  // Differences 0.25, 0, 0.5, 0.25: variance 0.125 / 3.
  t.ok(Math.abs(standardError - Math.sqrt(0.125 / 3 / 4)) < 1e-15);
});

t.test('copies of a dialogue add no evidence', async (t) => {
  const once = pairedDifference({ a, b, groups: single });
  const twice = pairedDifference({
    a: Float64Array.of(...a, ...a),
    b: Float64Array.of(...b, ...b),
    groups: [...single, ...single],
  });
  t.strictSame(twice, once);
  t.equal(pairedDifference({ a, b, groups: ['x', 'x', 'x', 'x'] }).standardError, Number.POSITIVE_INFINITY);
});

t.test('groups of unequal size keep the mean over dialogues', async (t) => {
  const { mean } = pairedDifference({ a, b, groups: ['x', 'x', 'x', 'y'] });
  t.ok(Math.abs(mean - 0.25) < 1e-15);
});

t.test('the interval surrounds the mean and is the same for the same seed', async (t) => {
  const interval = pairedInterval({ a, b, groups: single }, 1);
  t.ok(interval.low <= 0.25 && interval.high >= 0.25 && interval.low >= 0 && interval.high <= 0.5);
  t.strictSame(pairedInterval({ a, b, groups: single }, 1), interval);
});
