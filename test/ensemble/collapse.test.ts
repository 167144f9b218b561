import fc from 'fast-check';
import t from 'tap';
import { collapse } from '../../src/ensemble/collapse.ts';
import type { Candidate } from '../../src/types.ts';

const candidates = (texts: readonly string[]): Candidate[] =>
  texts.map((text, row) => ({ system: `s${row}`, candidate: 0, text, status: text ? 'ok' : 'empty' }));

t.test('equal texts become one hypothesis that knows its rows', async (t) => {
  const texts = ['나', '가', '', '나', '다', '가'];
  const { hypotheses, hypothesisOf } = collapse(candidates(texts), texts);
  t.strictSame(hypotheses, [
    { text: '나', rows: [0, 3] },
    { text: '가', rows: [1, 5] },
    { text: '다', rows: [4] },
  ]);
  t.strictSame([...hypothesisOf], [0, 1, -1, 0, 2, 1]);
});

t.test('the compared form decides, not the exact text', async (t) => {
  const { hypotheses, hypothesisOf } = collapse(candidates(['a  b', 'a b', ' ']), ['a b', 'a b', '']);
  t.strictSame(hypotheses, [{ text: 'a b', rows: [0, 1] }]);
  t.strictSame([...hypothesisOf], [0, 0, -1]);
});

t.test('names of object properties are texts like others', async (t) => {
  const texts = ['__proto__', 'constructor', '__proto__'];
  t.strictSame([...collapse(candidates(texts), texts).hypothesisOf], [0, 1, 0]);
});

t.test('every row with a text is in exactly the hypothesis of its text', async () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('', 'a', 'b', 'c', 'd')), (texts) => {
      const { hypotheses, hypothesisOf } = collapse(candidates(texts), texts);
      const rows = hypotheses.flatMap((hypothesis) => hypothesis.rows);
      return (
        new Set(rows).size === rows.length &&
        rows.length === texts.filter(Boolean).length &&
        texts.every((text, row) => (hypotheses[hypothesisOf[row] ?? -1]?.text ?? '') === text)
      );
    }),
  );
});
