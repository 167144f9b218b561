/** Whether every dialogue of a run stands in its files exactly once, in order, with a summary. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { parse as parseRow } from 'csv-parse/sync';
import type { DecisionRecord } from '../types.ts';
import { type SummariesFormat, summariesRow } from './csv-summaries.ts';
import { linesOf } from './finished.ts';
import type { OpenedPart } from './part.ts';
import { readWindows } from './windows.ts';

export interface Coverage {
  readonly dialogues: number;
  /** Ids that are missing in the summaries or the decisions. */
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  /** Ids that the dataset's part does not have. */
  readonly unknown: readonly string[];
  /** Ids whose summary is empty. */
  readonly empty: readonly string[];
  readonly inOrder: boolean;
}

/** Compares the ids of the files in `folder` with those of the selected dialogues. */
export const checkCoverage = async (
  folder: string,
  part: Pick<OpenedPart, 'inputs' | 'selection'>,
  format: SummariesFormat & { readonly path: string },
): Promise<Coverage> => {
  const ids = await selectedIds(part);
  const cells = new Map(ids.map((id) => [cellOf(id, format), id]));
  const empty: string[] = [];
  const summaries: string[] = [];
  for await (const [cell = '', summary = ''] of summariesIn(join(folder, format.path))) {
    const id = cells.get(cell) ?? cell;
    summaries.push(id);
    if (summary.trim() === '') empty.push(id);
  }
  const decisions: string[] = [];
  for await (const { id, summary } of decisionsIn(folder)) {
    decisions.push(id);
    if (summary.trim() === '' && !empty.includes(id)) empty.push(id);
  }
  const known = new Set(ids);
  const all = [summaries, decisions];
  const firstOf = (pick: (list: readonly string[]) => readonly string[]): string[] => [
    ...new Set(all.flatMap(pick)),
  ];
  return {
    dialogues: ids.length,
    lost: firstOf((list) => without(ids, new Set(list))),
    duplicated: firstOf(repeated),
    unknown: firstOf((list) => without(list, known)),
    empty,
    inOrder: all.every((list) => isInOrder(list, ids)),
  };
};

const without = (list: readonly string[], others: ReadonlySet<string>): string[] =>
  list.filter((id) => !others.has(id));

const repeated = (list: readonly string[]): string[] => {
  const seen = new Set<string>();
  return list.filter((id) => seen.size === seen.add(id).size);
};

/** Whether what `list` has of `ids` follows their order, whatever is missing or repeated. */
const isInOrder = (list: readonly string[], ids: readonly string[]): boolean => {
  const place = new Map(ids.map((id, index) => [id, index]));
  const places = list.flatMap((id) => place.get(id) ?? []);
  return places.every((at, index) => index === 0 || at >= places[index - 1]!);
};

const selectedIds = async ({
  inputs,
  selection,
}: Pick<OpenedPart, 'inputs' | 'selection'>): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { dialogues, selected } of readWindows(inputs.dataset, selection))
    for (const [place, { id }] of dialogues.entries()) if (selected[place]) ids.push(id);
  return ids;
};

/** How an id looks in the summaries: disarmed where that was asked for. */
const cellOf = (id: string, format: SummariesFormat): string =>
  (parseRow(summariesRow(id, '', format)) as string[][])[0]?.[0] ?? id;

/** The rows below the head; none where the file cannot be read. */
async function* summariesIn(path: string): AsyncGenerator<readonly string[]> {
  const parser = createReadStream(path).pipe(parse({ bom: true, from: 2, relax_column_count: true }));
  try {
    for await (const row of parser) yield row as readonly string[];
  } catch {
    // What cannot be read counts as lost.
  }
}

async function* decisionsIn(folder: string): AsyncGenerator<Pick<DecisionRecord, 'id' | 'summary'>> {
  try {
    yield* linesOf<DecisionRecord>({ folder }, 'decisions.jsonl');
  } catch {
    // What cannot be read counts as lost.
  }
}
