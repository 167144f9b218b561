/** The references and, beside each, what every summary file says. */
import { resolve } from 'node:path';
import type { CandidateFile } from '../../dialogues/candidate-file.ts';
import { openCandidates } from '../../dialogues/candidates.ts';
import { type Dataset, openDataset } from '../../dialogues/dataset.ts';
import { at, InputError } from '../../errors.ts';
import { createSpool } from '../../run/files.ts';
import type { Dialogue } from '../../types.ts';
import type { FileReading } from './reading.ts';

/** One dialogue with its summaries, by file; undefined where a file has none. */
export interface SummaryRow {
  readonly id: string;
  readonly topic: string | undefined;
  readonly references: readonly string[];
  readonly summaries: readonly (string | undefined)[];
}

export interface Summaries {
  readonly dataset: Dataset;
  /** Rows in the order of the references, some at a time. Of several candidates of an id, the first counts. */
  windows(size: number): AsyncIterable<readonly SummaryRow[]>;
  close(): Promise<void>;
}

/** Opens the references and every file; all rows are checked before the first one is scored. */
export const openSummaries = async (
  references: string,
  files: readonly string[],
  cwd: string,
  { encoding, columns }: FileReading,
): Promise<Summaries> => {
  const { id, summary, reference, topic } = columns;
  const spool = createSpool();
  const dataset = await openDataset({
    path: resolve(cwd, references),
    label: references,
    needs: ['reference'],
    encoding,
    columns: { id, reference, topic },
  });
  if (dataset.format !== 'lines' && dataset.referenced === 0) throw noReferences(references);
  const opened: CandidateFile[] = [];
  for (const file of files) {
    const options = { path: resolve(cwd, file), label: file, encoding, columns: { id, summary } };
    opened.push(await openCandidates(dataset, options, spool));
  }
  return {
    dataset,
    windows: (size) => windowsOf(dataset, opened, size),
    close: async () => {
      await dataset.close();
      await spool.close();
    },
  };
};

async function* windowsOf(
  dataset: Dataset,
  files: readonly CandidateFile[],
  size: number,
): AsyncGenerator<readonly SummaryRow[], void> {
  const cursors = files.map((file) => file.cursor());
  let window: SummaryRow[] = [];
  try {
    for await (const dialogue of dataset.read()) {
      const summaries: (string | undefined)[] = [];
      for (const cursor of cursors) summaries.push((await cursor.take(dialogue))[0]?.text);
      window.push({
        id: dialogue.id,
        topic: dialogue.topic,
        references: referencesOf(dataset, dialogue),
        summaries,
      });
      if (window.length < size) continue;
      yield window;
      window = [];
    }
    if (window.length > 0) yield window;
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

/** A plain file of lines has nothing but its references, which the reader takes for dialogues. */
const referencesOf = ({ format }: Dataset, { text, references }: Dialogue): readonly string[] =>
  format === 'lines' ? [text] : references;

const noReferences = (file: string): InputError =>
  new InputError(
    'input-empty',
    { where: at(file), found: 'no row has a reference', expected: 'summaries to compare with' },
    { data: { file } },
  );
