/** Equal texts are compared once; who wrote them, and how often, is kept: a duplicate is evidence. */
import { isBlank } from '../text/blank.ts';
import type { Candidate } from '../types.ts';

/** One distinct text of a dialogue and the candidates that gave it. */
export interface Hypothesis {
  /** The text as it is compared, not as it is written out. */
  readonly text: string;
  /** Positions in the candidates, ascending. */
  readonly rows: readonly number[];
}

/** The distinct texts of a dialogue, in order of first appearance. */
export interface Collapsed {
  readonly hypotheses: readonly Hypothesis[];
  /** Row → hypothesis; −1 where the row has no text. */
  readonly hypothesisOf: Int32Array;
}

/** Collapses candidates whose texts are equal in the form in which they are compared; `comparison` is aligned with them. */
export const collapse = (candidates: readonly Candidate[], comparison: readonly string[]): Collapsed => {
  const found = new Map<string, number[]>();
  for (let row = 0; row < candidates.length; row++) {
    const text = comparison[row] ?? '';
    // What cannot be seen is no text: it must neither vote nor win.
    if (isBlank(text)) continue;
    const rows = found.get(text);
    if (rows) rows.push(row);
    else found.set(text, [row]);
  }
  const hypotheses = [...found].map(([text, rows]) => ({ text, rows }));
  const hypothesisOf = new Int32Array(candidates.length).fill(-1);
  for (const [index, { rows }] of hypotheses.entries()) for (const row of rows) hypothesisOf[row] = index;
  return { hypotheses, hypothesisOf };
};
