/** The first pass over a system's file: checks every row against the dataset and finds out in which order they come. */
import { createHash } from 'node:crypto';
import { at, InputError } from '../errors.ts';
import type { CandidateSurvey } from './candidate-file.ts';
import type { CandidateRows } from './candidate-rows.ts';
import { Coverage } from './coverage.ts';
import type { Dataset } from './dataset.ts';
import type { Row } from './formats/row.ts';
import { emptyFile, type Table } from './formats/table.ts';
import { createOneText } from './one-text.ts';
import { gatherProblems, type Report, throwingReport } from './problems.ts';
import { repeatedCandidate, type Suspect, suspectsKept, tellApart } from './repeats.ts';
import { unknownIds, unknownProblem } from './unknown-ids.ts';
import { idOf } from './values.ts';

/** Reads the whole of `table`. Throws what is wrong with the rows. */
export const surveyCandidates = async (
  dataset: Dataset,
  table: Table,
  rows: CandidateRows,
  policy: 'error' | 'ignore',
): Promise<CandidateSurvey> => {
  const hash = createHash('sha256');
  const problems = gatherProblems(table.input.label);
  const { report } = problems;
  const coverage = new Coverage(dataset.size);
  const unknown = unknownIds(dataset, policy, report);
  const checkRank = rankCheck(rows, report);
  const suspects: Suspect[] = [];
  const oneText = createOneText();
  let withId = 0;
  let belonging = 0;
  for await (const row of problems.during(table.rows(rows.names, report, { hash }))) {
    const id = idOf(row.values[0], { row, column: rows.names[0] ?? '', report });
    if (id === undefined) continue;
    const candidates = rows.candidatesOf(row, id, report);
    const ordinal = dataset.ordinalOf(id);
    if (ordinal === undefined) unknown.add(row, id);
    else {
      belonging++;
      for (const { text } of candidates) oneText.note(text);
      const isRepeated = coverage.visit(ordinal);
      if (rows.columns.candidate !== undefined) checkRank(row, id, ordinal, candidates[0]?.candidate);
      else if (isRepeated && suspects.length < suspectsKept)
        suspects.push({ id, line: row.line, row: withId });
    }
    withId++;
  }
  problems.throwFirst();
  if (withId === 0) throw emptyFile(table.input.label);
  if (suspects.length > 0) await throwRepeats(dataset, table, rows.names[0] ?? '', suspects);
  if (belonging === 0) throw nothingBelongs(table.input.label, dataset.label);
  const { covered, inOrder } = coverage;
  return {
    sha256: hash.digest('hex'),
    rows: belonging,
    covered,
    inOrder,
    unknown: unknown.facts(),
    oneText: oneText.text(),
  };
};

/** The same for a file without ids, whose nth line belongs to the nth dialogue. */
export const surveyLines = async (dataset: Dataset, table: Table): Promise<CandidateSurvey> => {
  const hash = createHash('sha256');
  const oneText = createOneText();
  let rows = 0;
  for await (const { values } of table.rows([], throwingReport(table.input.label), { hash })) {
    oneText.note(String(values[0]));
    rows++;
  }
  if (rows === 0) throw emptyFile(table.input.label);
  if (rows !== dataset.size) throw misaligned(table.input.label, rows, dataset);
  const unknown = { count: 0, ids: [] };
  return {
    sha256: hash.digest('hex'),
    rows,
    covered: rows,
    inOrder: true,
    unknown,
    oneText: oneText.text(),
  };
};

// rows of one id follow each other where the file is in order; elsewhere the sorted index shows equal ranks
const rankCheck = (rows: CandidateRows, report: Report) => {
  const column = rows.columns.candidate ?? '';
  const lines = new Map<number, number>();
  let current = -1;
  return (row: Row, id: string, ordinal: number, rank: number | undefined): void => {
    if (ordinal !== current) lines.clear();
    current = ordinal;
    if (rank === undefined) return;
    const earlier = lines.get(rank);
    if (earlier !== undefined) report(repeatedRank(id, row.line, column, rank, earlier));
    lines.set(rank, row.line);
  };
};

/** The problem of two rows of one id with the same rank. */
export const repeatedRank = (id: string, line: number, column: string, rank: number, earlier: number) =>
  ({
    code: 'input-id',
    kind: 'repeated-rank',
    line,
    id,
    found: `the id has "${column}" ${rank} on line ${earlier} already`,
    expected: 'every rank once an id',
    fix: 'Number the candidates of an id 0, 1, 2 …',
  }) as const;

const throwRepeats = async (
  dataset: Dataset,
  table: Table,
  idColumn: string,
  suspects: readonly Suspect[],
): Promise<void> => {
  const { repeated, others } = await tellApart(table, idColumn, suspects);
  const problems = gatherProblems(table.input.label);
  for (const repeat of repeated) problems.report(repeatedCandidate(repeat));
  for (const { id, line } of others) problems.report(unknownProblem(dataset, id, line));
  problems.throwFirst();
};

const misaligned = (label: string, rows: number, dataset: Dataset): InputError =>
  new InputError(
    'input-value',
    {
      where: at(label, Math.min(rows, dataset.size) + 1),
      found: `the file has ${rows} lines, ${dataset.label} has ${dataset.size} dialogues`,
      expected: 'one line a dialogue, in the same order',
      fix: 'Check for line breaks inside summaries; a file with ids may cover some dialogues only.',
    },
    { data: { file: label, line: Math.min(rows, dataset.size) + 1, rows, dialogues: dataset.size } },
  );

const nothingBelongs = (label: string, dataset: string): InputError =>
  new InputError(
    'input-empty',
    {
      where: at(label),
      found: `none of its ids is in ${dataset}`,
      expected: 'summaries of dialogues of the dataset',
    },
    { data: { file: label } },
  );
