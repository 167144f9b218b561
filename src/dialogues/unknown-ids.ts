/** Ids that the dataset does not have: an error, or counted, as `unknown_ids` says. */
import type { UnknownIds } from './candidate-file.ts';
import type { Dataset } from './dataset.ts';
import type { Row } from './formats/row.ts';
import { type Report, type RowProblem, shownId } from './problems.ts';

const idsKept = 5;

/** Gathers or reports unknown ids. */
export const unknownIds = (dataset: Dataset, policy: 'error' | 'ignore', report: Report) => {
  const ids: string[] = [];
  let count = 0;
  return {
    add(row: Row, id: string): void {
      count++;
      if (ids.length < idsKept) ids.push(id);
      if (policy === 'error') report(unknownProblem(dataset, id, row.line));
    },
    facts: (): UnknownIds => ({ count, ids }),
  };
};

/** The problem of a row whose id the dataset does not have. */
export const unknownProblem = (dataset: Dataset, id: string, line: number): RowProblem => ({
  code: 'input-id',
  kind: 'unknown-id',
  line,
  id,
  found: 'the id is unknown to the dataset',
  expected: `an id of ${dataset.label} (${dataset.examples.map(shownId).join(', ')} …)`,
  fix: nearlyKnown(dataset, id) ?? 'Remove the rows, or set unknown_ids: ignore.',
});

const nearlyKnown = (dataset: Dataset, id: string): string | undefined => {
  const spellings = [id.trim(), id.normalize('NFC'), id.normalize('NFD'), id.trim().normalize('NFC')];
  const known = spellings.find((spelling) => dataset.ordinalOf(spelling) !== undefined);
  return known === undefined
    ? undefined
    : `It differs from ${shownId(known)} only in ${known === id.trim() ? 'white space' : 'its Unicode form'}: write ids alike.`;
};
