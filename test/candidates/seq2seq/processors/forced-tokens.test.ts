import t from 'tap';
import { forcedFirst, forcedLast } from '../../../../src/candidates/seq2seq/processors/forced-tokens.ts';
import { never, row } from './row.ts';

t.test('the first generated token is forced with score 0, later ones are free', async (t) => {
  const first = row([-5, -6], [0]);
  forcedFirst(1)(first);
  t.same([...first.scores], [never, 0]);
  const later = row([-5, -6], [0, 1]);
  forcedFirst(1)(later);
  t.same([...later.scores], [-5, -6]);
});

t.test('the last token that fits is one of the end tokens', async (t) => {
  const last = row([-5, -6, -7], [0, 1, 1]);
  forcedLast([0, 2], 3)(last);
  t.same([...last.scores], [0, never, 0]);
  const before = row([-5, -6, -7], [0, 1]);
  forcedLast([0, 2], 3)(before);
  t.same([...before.scores], [-5, -6, -7]);
});
