import t from 'tap';
import { replaceCounted, untilClean } from '../../../src/dialogues/clean/rule.ts';

t.test('only matches that really change count', async (t) => {
  t.strictSame(
    replaceCounted('a1b22', /\d+/g, ([digits]) => (digits === '1' ? '1' : '#')),
    { text: 'a1b#', changes: 1 },
  );
});

t.test('steps repeat until none changes anything, and add their changes up', async (t) => {
  const rule = untilClean(
    (text) => replaceCounted(text, /ab/g, () => 'c'),
    (text) => replaceCounted(text, /cc/g, () => 'a'),
  );
  t.strictSame(rule('ababb'), { text: 'c', changes: 4 });
  t.strictSame(rule('b'), { text: 'b', changes: 0 });
});
