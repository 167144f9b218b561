/** A file of human preferences: verdicts on pairs of candidates, or scores of candidates. All of it is held in memory. */
import { columnError, knownNames } from '../../dialogues/columns.ts';
import { openTable, type Table } from '../../dialogues/formats/table.ts';
import { openInput } from '../../dialogues/input/input.ts';
import { gatherProblems, type Report } from '../../dialogues/problems.ts';
import { idOf, optionalNumberOf, type Place, rankOf, textOf } from '../../dialogues/values.ts';
import type { MinedRow, SourceView, Verdict } from '../pool.ts';
import { defineSource } from './define.ts';

export const human = defineSource({
  name: 'human',
  about:
    'A CSV or JSONL file (`{file: …}`): verdicts (`id, a, b, preference`: systems, and a, b or tie) or scores (`id, system, score`).',
  needs: 'file',
  scoresReferences: false,
});

/** A candidate as the file names it. */
interface Named {
  readonly system: string;
  readonly candidate: number;
}

/** What the file says of one dialogue. */
export type HumanEntry =
  | {
      readonly kind: 'verdict';
      readonly a: Named;
      readonly b: Named;
      readonly votes: readonly [number, number];
    }
  | { readonly kind: 'score'; readonly of: Named; readonly score: number };

export interface HumanFile {
  /** By id of the dialogue, in the order of the file. */
  readonly entries: ReadonlyMap<string, readonly HumanEntry[]>;
  /** Systems that it names. */
  readonly systems: readonly string[];
}

const columnNames = {
  id: knownNames.id,
  a: ['a', 'system_a', 'model_a', 'first'],
  b: ['b', 'system_b', 'model_b', 'second'],
  preference: ['preference', 'preferred', 'winner', 'label', 'choice'],
  candidateA: ['candidate_a'],
  candidateB: ['candidate_b'],
  system: ['system', 'model'],
  candidate: knownNames.candidate,
  score: ['score', 'rating'],
} as const satisfies Record<string, readonly string[]>;

type Columns = Readonly<Record<keyof typeof columnNames, string | undefined>>;

/** Reads the file. Throws `input-…` errors that name the rows. */
export const readHumanFile = async (path: string, label: string): Promise<HumanFile> => {
  const input = await openInput(path, 'utf-8', label);
  const table = await openTable(input, 'auto');
  const columns = columnsOf(table);
  const names = Object.values(columns).filter((name) => name !== undefined);
  const problems = gatherProblems(label);
  const entries = new Map<string, HumanEntry[]>();
  for await (const row of problems.during(table.rows(names, problems.report))) {
    const at = (column: string | undefined, id?: string): Place & { value: unknown } => ({
      row,
      column: column ?? '',
      id,
      report: problems.report,
      value: column === undefined ? undefined : row.values[names.indexOf(column)],
    });
    const idPlace = at(columns.id);
    const id = idOf(idPlace.value, idPlace);
    if (id === undefined) continue;
    const entry = entryOf(columns, (column) => at(column, id), problems.report);
    if (entry) entries.set(id, [...(entries.get(id) ?? []), entry]);
  }
  problems.throwFirst();
  const systems = [...entries.values()]
    .flat()
    .flatMap((entry) => (entry.kind === 'score' ? [entry.of.system] : [entry.a.system, entry.b.system]));
  return { entries, systems: [...new Set(systems)].sort() };
};

const columnsOf = (table: Table): Columns => {
  const find = (known: readonly string[]): string | undefined =>
    known.map((name) => table.columns.find((column) => column.trim().toLowerCase() === name)).find(Boolean);
  const found = Object.fromEntries(
    Object.entries(columnNames).map(([role, names]) => [role, find(names)]),
  ) as Columns;
  const { id, a, b, preference, system, score } = found;
  if (id !== undefined && ((a && b && preference) || (system && score))) return found;
  throw columnError({ label: table.input.label, columns: table.columns }, 'preferences.source.file', {
    found: 'neither verdicts nor scores are recognised',
    expected: `the columns id, a, b, preference (a, b or tie) or id, system, score; found ${table.columns.join(', ') || 'none'}`,
  });
};

type At = (column: string | undefined) => Place & { readonly value: unknown };

const entryOf = (columns: Columns, at: At, report: Report): HumanEntry | undefined => {
  const named = (system: string | undefined, candidate: string | undefined): Named | undefined => {
    const place = at(system);
    const rank = at(candidate);
    const name = textOf(place.value, place);
    const isFirst = rank.value === undefined || rank.value === null || rank.value === '';
    const number = isFirst ? 0 : rankOf(rank.value, rank);
    return name === undefined || number === undefined
      ? undefined
      : { system: name.trim(), candidate: number };
  };
  if (columns.preference === undefined || columns.a === undefined) {
    const of = named(columns.system, columns.candidate);
    const place = at(columns.score);
    const score = ratingOf(place);
    // a cell that was left empty says nothing
    return of && score !== undefined ? { kind: 'score', of, score } : undefined;
  }
  const [a, b] = [named(columns.a, columns.candidateA), named(columns.b, columns.candidateB)];
  const place = at(columns.preference);
  const preferred = textOf(typeof place.value === 'number' ? `${place.value}` : place.value, place);
  if (!a || !b || preferred === undefined) return undefined;
  const votes = votesOf(preferred.trim(), a, b);
  if (votes) return { kind: 'verdict', a, b, votes };
  report({
    code: 'input-value',
    kind: 'preference',
    line: place.row.line,
    id: place.id,
    found: `"${place.column}" is ${JSON.stringify(preferred)}`,
    expected: `a, b or tie, or the name of one of the two systems (${a.system}, ${b.system})`,
  });
  return undefined;
};

/** Beyond it no scale of ratings goes, and means and differences of ratings stay far from the end of the numbers. */
const mostRating = 1e9;

/** A rating in decimal digits; nothing where the cell is empty. */
const ratingOf = (place: Place & { readonly value: unknown }): number | undefined => {
  const { value } = place;
  // `Number` reads 0x10, too
  const isForeign = typeof value === 'string' && /^\s*[+-]?0[a-z]/iu.test(value);
  const score = isForeign ? undefined : optionalNumberOf(value, place);
  if (!isForeign && (score === undefined || Math.abs(score) <= mostRating)) return score;
  place.report({
    code: 'input-value',
    kind: 'rating',
    line: place.row.line,
    id: place.id,
    found: `"${place.column}" is ${JSON.stringify(value)}`,
    expected: 'a rating in decimal digits, from -1e9 to 1e9',
  });
  return undefined;
};

/** A name of a system is taken for itself before it is taken for a letter. */
const votesOf = (preferred: string, a: Named, b: Named): readonly [number, number] | undefined => {
  if (a.system !== b.system && preferred === a.system) return [1, 0];
  if (a.system !== b.system && preferred === b.system) return [0, 1];
  const word = preferred.toLowerCase();
  if (['a', '1', 'first'].includes(word)) return [1, 0];
  if (['b', '2', 'second'].includes(word)) return [0, 1];
  return ['tie', 'equal', 'same'].includes(word) ? [0.5, 0.5] : undefined;
};

/** What the file says of the rows of one dialogue; candidates that the run does not have are left out. */
export const humanView = (entries: readonly HumanEntry[], rows: readonly MinedRow[]): SourceView => {
  const rowOf = ({ system, candidate }: Named): number =>
    rows.findIndex((row) => row.system === system && row.candidate === candidate);
  if (entries.some(({ kind }) => kind === 'score')) {
    const given = rows.map((): number[] => []);
    for (const entry of entries) if (entry.kind === 'score') given[rowOf(entry.of)]?.push(entry.score);
    // several ratings of one candidate count as their mean; sorted, so that the order of the file changes no bit
    const mean = (scores: number[]): number =>
      scores.sort((x, y) => x - y).reduce((sum, score) => sum + score, 0) / scores.length;
    return { kind: 'scores', scores: Float64Array.from(given, mean) };
  }
  const verdicts = entries.flatMap((entry): Verdict[] => {
    if (entry.kind === 'score') return [];
    const [first, second] = [rowOf(entry.a), rowOf(entry.b)];
    return first < 0 || second < 0 || first === second ? [] : [{ first, second, votes: entry.votes }];
  });
  return { kind: 'verdicts', verdicts };
};
