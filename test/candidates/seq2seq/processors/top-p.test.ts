import t from 'tap';
import { topP } from '../../../../src/candidates/seq2seq/processors/top-p.ts';
import { never, row } from './row.ts';

const logits = [0.1, 0.5, 0.15, 0.25].map(Math.log);

t.test('the fewest best tokens that reach the mass stay', async (t) => {
  const keeps = (mass: number): boolean[] => {
    const given = row(logits, [0]);
    topP(mass)(given);
    return [...given.scores].map((score) => score !== never);
  };
  t.same(keeps(0.7), [false, true, false, true]);
  t.same(keeps(0.8), [false, true, true, true]);
  t.same(keeps(0.01), [false, true, false, false], 'one always stays');
  t.same(keeps(0.999), [true, true, true, true]);
});

t.test('forbidden tokens stay forbidden', async (t) => {
  const given = row([never, 0, 0], [0]);
  topP(0.9)(given);
  t.same([...given.scores], [never, 0, 0]);
});
