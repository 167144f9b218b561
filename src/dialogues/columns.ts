/** Which column is what: by the names that are known, or as the config says. */
import { at, firstFew, InputError } from '../errors.ts';
import { nearest } from '../registry.ts';
import { listOf } from './options.ts';

/** Known names of every role, best first; compared without regard to case and white space around them. */
export const knownNames = {
  id: ['fname', 'id', 'dialogue_id', 'dialog_id', 'doc_id', 'example_id', 'guid', 'uid', 'key', '아이디'],
  dialogue: [
    'dialogue',
    'dialog',
    'source',
    'conversation',
    'transcript',
    'document',
    'article',
    'text',
    'input',
    '대화',
    '대화문',
    '원문',
  ],
  reference: [
    'references',
    'reference',
    'summaries',
    'summary',
    'gold_summary',
    'gold',
    'target',
    'highlights',
    '정답',
    '요약',
    '요약문',
  ],
  topic: ['topic', 'topic1', 'category', '주제'],
  summary: [
    'summary',
    'summaries',
    'generated_summary',
    'predicted_summary',
    'prediction',
    'predictions',
    'pred',
    'hypothesis',
    'hypotheses',
    'generated',
    'generation',
    'candidates',
    'output',
    'response',
    'text',
    '요약',
    '요약문',
  ],
  candidate: ['candidate', 'candidate_index', 'rank'],
  logprob: ['logprob', 'log_prob'],
  candidates: ['candidates'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What a column can be. */
export type Role = keyof typeof knownNames;

/** Names of the columns of a file, and how messages call the file. */
export interface Header {
  readonly label: string;
  readonly columns: readonly string[];
}

const plain = (name: string): string => name.trim().normalize('NFC').toLowerCase();

/** The column known to play `role`, undefined where there is none. */
export const recognise = ({ columns }: Header, role: Role): string | undefined => {
  const names: readonly string[] = knownNames[role];
  for (const name of names) {
    const found = columns.find((column) => plain(column) === name);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Columns that are numbered, such as `summary1`, `summary2`, by their numbers. */
export const recogniseNumbered = ({ columns }: Header, stems: readonly string[]): readonly string[] => {
  const numbered = columns.flatMap((column) => {
    const match = /^(.+?)[_-]?(\d+)$/u.exec(plain(column));
    const stem = stems.indexOf(match?.[1] ?? '');
    return stem < 0 ? [] : [{ column, stem, number: Number(match?.[2]) }];
  });
  const best = Math.min(...numbered.map(({ stem }) => stem));
  return numbered
    .filter(({ stem }) => stem === best)
    .sort((a, b) => a.number - b.number)
    .map(({ column }) => column);
};

/** `name` if the file has exactly one such column. Throws `input-column` otherwise. */
export const named = (header: Header, name: string, key: string): string => {
  const count = header.columns.filter((column) => column === name).length;
  if (count === 1) return name;
  const near = nearest(name, header.columns);
  throw columnError(header, key, {
    found:
      count === 0
        ? `there is no column "${name}" (${key})`
        : `${count} columns are called "${name}" (${key})`,
    expected: `one of ${listed(header.columns)}`,
    fix:
      count > 1 ? 'Give them different names.' : near === undefined ? undefined : `Did you mean "${near}"?`,
  });
};

/** The column of `role`: the one named by the config, else the one recognised. Throws `input-column` where there is none. */
export const required = (header: Header, role: Role, given: string | undefined): string => {
  const found = optional(header, role, given);
  if (found !== undefined) return found;
  throw missingColumn(header, role);
};

/** The same, undefined where the config names none and none is recognised. */
export const optional = (header: Header, role: Role, given: string | undefined): string | undefined => {
  const name = given ?? recognise(header, role);
  return name === undefined ? undefined : named(header, name, `columns.${role}`);
};

/**
 * The columns of a role that several may play at once: those named by the config, else the one recognised, else those numbered, which
 * may be none.
 */
export const several = (
  header: Header,
  role: Role,
  given: string | readonly string[] | undefined,
): readonly string[] => {
  const name = given ?? recognise(header, role);
  return name === undefined
    ? recogniseNumbered(header, knownNames[role])
    : listOf(name).map((each) => named(header, each, `columns.${role}`));
};

/** For a role that no column plays. */
export const missingColumn = (header: Header, role: Role): InputError =>
  columnError(header, `columns.${role}`, {
    found: `no column is recognised as ${role}${hint(header.columns)}`,
    expected: `a column called ${knownNames[role].slice(0, 4).join(', ')} or the like among ${listed(header.columns)}`,
    fix: `Set columns.${role} to the name of the column.`,
  });

const hint = (columns: readonly string[]): string => {
  const [only = ''] = columns;
  if (columns.length > 1) return '';
  if (only.includes('\r')) return ' (the lines end with a carriage return alone)';
  if (only.includes('\t')) return ' (the header holds tabs: is it format: tsv?)';
  return only.includes(';') ? ' (the header holds semicolons, which do not separate columns here)' : '';
};

const listed = (columns: readonly string[]): string =>
  columns.length === 0
    ? 'no columns'
    : firstFew(
        columns.map((column) => JSON.stringify(column)),
        12,
      );

/** An error about the columns of a file; `key` is that of the config. */
export const columnError = (
  { label, columns }: Header,
  key: string,
  problem: { found: string; expected: string; fix?: string | undefined },
): InputError =>
  new InputError(
    'input-column',
    { where: at(label, 1), ...problem },
    { data: { file: label, line: 1, key, columns } },
  );
