/** The files of a run, written as dialogues are decided and renamed when all is there. */
import type { DecidedPool } from '../workers/tasks/decide.ts';
import { isFormulaLike, type SummariesFormat, summariesHead, summariesRow } from './csv-summaries.ts';
import type { AtomicWriter, OutputFolder, Written } from './files.ts';
import type { Quarantined } from './quarantine.ts';

/** What was written, by name of the file. */
export type WrittenFiles = Readonly<Record<string, Written>>;

export interface OutputFiles {
  /** Adds the next dialogue. */
  add(decided: DecidedPool): Promise<void>;
  /** Cells so far that a spreadsheet would run as a formula. */
  readonly formulaCells: number;
  commit(quarantined: readonly Quarantined[]): Promise<WrittenFiles>;
  abort(): Promise<void>;
}

export interface OutputFormat extends SummariesFormat {
  /** Name of the file of summaries. */
  readonly path: string;
}

/** Where files of decisions go: a folder, or nowhere for those who only want to know what would be written. */
export type OutputPlace = Pick<OutputFolder, 'createWriter'>;

/** Opens the files of decisions in `folder`. */
export const openOutputs = async (folder: OutputPlace, format: OutputFormat): Promise<OutputFiles> => {
  const names = [format.path, 'decisions.jsonl', 'scores.jsonl', 'quarantine.jsonl'] as const;
  const writers: AtomicWriter[] = [];
  for (const name of names) writers.push(await folder.createWriter(name));
  const [summaries, decisions, scores, quarantine] = writers as [
    AtomicWriter,
    AtomicWriter,
    AtomicWriter,
    AtomicWriter,
  ];
  await summaries.write(summariesHead(format));
  let formulaCells = 0;
  return {
    get formulaCells() {
      return formulaCells;
    },
    add: async ({ decision, scores: rows }) => {
      formulaCells += Number(isFormulaLike(decision.id)) + Number(isFormulaLike(decision.summary));
      await summaries.write(summariesRow(decision.id, decision.summary, format));
      await decisions.write(line(decision));
      await scores.write(rows.map(line).join(''));
    },
    commit: async (quarantined) => {
      for (const { index: _, ...entry } of quarantined) await quarantine.write(line(entry));
      const written: Record<string, Written> = {};
      for (const [place, writer] of writers.entries()) written[names[place]!] = await writer.commit();
      return written;
    },
    abort: async () => {
      for (const writer of writers) await writer.abort();
    },
  };
};

const line = (record: object): string => `${JSON.stringify(record)}\n`;
