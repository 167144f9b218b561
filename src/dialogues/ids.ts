/** A dataset of ids alone, for runs without `dataset`: ids and order come from a system's file, texts from nowhere. */
import { createHash } from 'node:crypto';
import { at, InputError } from '../errors.ts';
import type { Dialogue } from '../types.ts';
import { candidateColumns } from './candidate-columns.ts';
import { type Dataset, factsOf, type Range } from './dataset.ts';
import { emptyFile, openTable, type Table } from './formats/table.ts';
import { IdIndex } from './id-index.ts';
import { openInput } from './input/input.ts';
import type { CandidateFileOptions } from './options.ts';
import { poolAsSystem } from './pool.ts';
import { gatherProblems, throwingReport } from './problems.ts';
import { repeatedCandidate, type Suspect, settleSuspects, suspectsKept } from './repeats.ts';
import { type DatasetSurvey, examplesKept, RowPlaces } from './survey.ts';
import { idOf } from './values.ts';

/** The dialogues that the file of a system answers, in its order. Throws `input-…` errors. */
export const openIds = async (options: CandidateFileOptions): Promise<Dataset> => {
  const input = await openInput(options.path, options.encoding ?? 'utf-8', options.label);
  const table = await openTable(input, options.format ?? 'auto');
  if (table.format === 'lines') throw noIds(input.label);
  if (table.isPool) throw poolAsSystem(input.label);
  const header = { label: input.label, columns: table.columns };
  const { id, candidate } = candidateColumns(header, options.columns ?? {});
  const survey = await surveyIds(table, id, candidate !== undefined);
  return {
    path: options.path,
    label: input.label,
    format: table.format,
    idsOnly: true,
    columns: { id, reference: [] },
    ...factsOf(survey),
    read: (range = {}) => readIds(table, id, survey.ids, range),
    close: async () => {},
  };
};

const surveyIds = async (table: Table, column: string, isRanked: boolean): Promise<DatasetSurvey> => {
  const hash = createHash('sha256');
  const problems = gatherProblems(table.input.label);
  const { report } = problems;
  const ids = new IdIndex();
  const suspects: Suspect[] = [];
  const examples: string[] = [];
  let rows = 0;
  for await (const row of problems.during(table.rows([column], report, { hash }))) {
    const id = idOf(row.values[0], { row, column, report });
    if (id === undefined) continue;
    const isCandidateOfEarlier = isRanked && ids.find(id) !== undefined;
    if (!isCandidateOfEarlier && ids.add(id) !== undefined && suspects.length < suspectsKept)
      suspects.push({ id, line: row.line, row: rows });
    if (examples.length < examplesKept && !examples.includes(id)) examples.push(id);
    rows++;
  }
  problems.throwFirst();
  if (rows === 0) throw emptyFile(table.input.label);
  if (suspects.length > 0) await settleSuspects(table, column, suspects, ids, repeatedCandidate);
  return {
    ids,
    sha256: hash.digest('hex'),
    places: new RowPlaces(false),
    examples,
    referenced: 0,
    blank: [],
  };
};

async function* readIds(
  table: Table,
  column: string,
  ids: IdIndex,
  { from = 0, to = Number.POSITIVE_INFINITY }: Range,
): AsyncGenerator<Dialogue, void> {
  const report = throwingReport(table.input.label);
  let index = 0;
  for await (const row of table.rows([column], report)) {
    if (index >= to) return;
    const id = String(row.values[0]); // the survey has checked it
    if (ids.find(id) !== index) continue; // another candidate of an earlier dialogue
    if (index >= from) yield { id, index, text: '', references: [] };
    index++;
  }
}

const noIds = (label: string): InputError =>
  new InputError(
    'input-column',
    {
      where: at(label),
      found: 'plain text has no ids',
      expected: 'a file with ids as the first system, where the config has no `dataset`',
      fix: 'Set `dataset`; its nth dialogue belongs to the nth line.',
    },
    { data: { file: label } },
  );
