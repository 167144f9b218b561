/** Whether a submission is written as its sample is: the grader of a competition says no more than "wrong format". */
import { firstFew } from '../../errors.ts';
import type { Layout, Newline, Submission } from './layout.ts';

/** One difference, in words for the user. */
export interface Nonconformity {
  readonly kind: 'columns' | 'rows' | 'ids' | 'order' | 'empty' | 'encoding' | 'newlines' | 'quoting';
  readonly text: string;
  /** Line in the file, where there is one. */
  readonly line?: number;
}

/** Column of ids and of summaries: what the sample has in common row by row, and the other one. */
export interface Roles {
  readonly id: number;
  readonly summary: number;
}

/** The last column holds the summaries and the one before it the ids; a nameless first column is a row number. */
export const rolesOf = ({ columns }: Layout): Roles => ({
  id: columns.length - 2,
  summary: columns.length - 1,
});

/** Everything in which `file` is unlike `sample`; empty where it conforms. The texts of the summaries are free. */
export const nonconformities = (file: Submission, sample: Submission): readonly Nonconformity[] => {
  const columns = columnProblems(file, sample);
  return [
    ...columns,
    ...(columns.length > 0 ? [] : rowProblems(file, sample)),
    ...byteProblems(file.layout, sample.layout),
  ];
};

const columnProblems = (file: Submission, sample: Submission): Nonconformity[] => {
  const [found, expected] = [file.layout.columns, sample.layout.columns];
  if (found.length === expected.length && found.every((name, place) => name === expected[place])) return [];
  const isReordered = [...found].sort().join('\n') === [...expected].sort().join('\n');
  return [
    {
      kind: 'columns',
      text: `columns are ${shown(found)}${isReordered ? ' in this order' : ''}, the sample has ${shown(expected)}`,
      line: 1,
    },
  ];
};

const shown = (names: readonly string[]): string =>
  firstFew(
    names.map((name) => JSON.stringify(name)),
    8,
  );

const rowProblems = (file: Submission, sample: Submission): Nonconformity[] => {
  const { id, summary } = rolesOf(sample.layout);
  const ragged = file.rows.find(({ fields }) => fields.length !== sample.layout.columns.length);
  if (ragged)
    return [
      {
        kind: 'rows',
        text: `a row has ${ragged.fields.length} fields, the header has ${sample.layout.columns.length}`,
        line: ragged.line,
      },
    ];
  const empty = file.rows.filter(({ fields }) => fields[summary]!.trim() === '');
  return [
    ...(id < 0 ? countProblems(file, sample) : idProblems(file, sample, id)),
    ...(empty.length > 0
      ? [{ kind: 'empty' as const, text: `${empty.length} summaries are empty`, line: empty[0]!.line }]
      : []),
  ];
};

const countProblems = (file: Submission, sample: Submission): Nonconformity[] =>
  file.rows.length === sample.rows.length
    ? []
    : [{ kind: 'rows', text: `${file.rows.length} rows, the sample has ${sample.rows.length}` }];

const idProblems = (file: Submission, sample: Submission, column: number): Nonconformity[] => {
  const found = file.rows.map(({ fields }) => fields[column]!);
  const expected = sample.rows.map(({ fields }) => fields[column]!);
  const [known, have] = [new Set(expected), new Set(found)];
  const problems: Nonconformity[] = [];
  const add = (ids: readonly string[], what: string): void => {
    if (ids.length > 0) problems.push({ kind: 'ids', text: `${ids.length} ids ${what}: ${firstFew(ids)}` });
  };
  add(
    expected.filter((each) => !have.has(each)),
    'of the sample are missing',
  );
  add(
    [...have].filter((each) => !known.has(each)),
    'are not in the sample',
  );
  add(repeatedIn(found), 'are there more than once');
  if (problems.length > 0) return problems;
  const moved = found.findIndex((each, place) => each !== expected[place]);
  if (moved < 0) return [];
  return [
    {
      kind: 'order',
      text: `the ids are in another order than in the sample, from ${found[moved]} on (the sample has ${expected[moved]})`,
      line: file.rows[moved]!.line,
    },
  ];
};

const repeatedIn = (ids: readonly string[]): string[] => {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const id of ids) (seen.has(id) ? repeated : seen).add(id);
  return [...repeated];
};

const byteProblems = (file: Layout, sample: Layout): Nonconformity[] => {
  const problems: Nonconformity[] = [];
  const differs = (kind: Nonconformity['kind'], found: string, expected: string, hint = ''): void => {
    if (found !== expected) problems.push({ kind, text: `${found}, the sample has ${expected}${hint}` });
  };
  // What a run can write otherwise is named by its key.
  const mark =
    file.byteOrderMark === sample.byteOrderMark ? '' : ` (output.summaries.bom: ${sample.byteOrderMark})`;
  differs('encoding', encodingText(file), encodingText(sample), mark);
  if (file.newline !== 'none' && sample.newline !== 'none')
    differs(
      'newlines',
      newlineText[file.newline],
      newlineText[sample.newline],
      ` (output.summaries.newline: ${sample.newline === '\r\n' ? 'crlf' : 'lf'})`,
    );
  differs('newlines', finalText(file), finalText(sample));
  // A sample of another kind shows no rule.
  if (sample.quoting !== 'other') differs('quoting', quotingText[file.quoting], quotingText[sample.quoting]);
  return problems;
};

const encodingText = ({ encoding, byteOrderMark }: Layout): string =>
  `${encoding === 'utf-8' ? 'UTF-8' : 'CP949'}${byteOrderMark ? ' with a byte order mark' : ''}`;

const newlineText: Readonly<Record<Newline, string>> = {
  '\n': 'LF at the end of rows',
  '\r\n': 'CR LF at the end of rows',
  none: 'one row',
};

const finalText = ({ finalNewline }: Layout): string =>
  finalNewline ? 'a line break after the last row' : 'no line break after the last row';

const quotingText: Readonly<Record<Layout['quoting'], string>> = {
  all: 'quotes around all fields',
  needed: 'quotes where they are needed',
  'all-but-header': 'quotes around all fields but the header',
  other: 'quotes without a rule',
};
