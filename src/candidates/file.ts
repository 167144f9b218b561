/** Candidates that lie in a file: another tool's output, read along with the dialogues. */
import { z } from 'zod';
import type { CandidateCursor, CandidateFile } from '../dialogues/candidate-file.ts';
import type { CandidateRow } from '../dialogues/candidate-rows.ts';
import { openCandidates } from '../dialogues/candidates.ts';
import { openIds } from '../dialogues/ids.ts';
import { noSpool } from '../dialogues/spool.ts';
import { defineGenerator } from '../registry.ts';
import { isBlank } from '../text/blank.ts';
import type { Candidate, Dialogue, Generated, Generator } from '../types.ts';

const column = z.string().min(1);
const columns = z.union([column, z.array(column).min(1)]);

const options = z.strictObject({
  path: z
    .string()
    .min(1)
    .describe('File with the summaries: CSV, TSV, JSONL or plain text, as it is or gzipped.'),
  format: z
    .enum(['auto', 'csv', 'tsv', 'jsonl', 'lines'])
    .default('auto')
    .describe('Format of the file; `auto` goes by its name and first row. `lines`: nth line, nth dialogue.'),
  encoding: z.enum(['utf-8', 'cp949']).default('utf-8').describe('Text encoding of the file.'),
  columns: z
    .strictObject({
      id: column.optional().describe('Column of the ids; recognised by name when absent.'),
      summary: columns
        .optional()
        .describe('Column of the summaries, or several of them: several candidates a row.'),
      candidate: column
        .optional()
        .describe(
          'Column of ranks from 0, where an id has several rows. Default: `candidate`, if there is one.',
        ),
      logprob: columns.optional().describe('Column of log-probabilities, one for each summary column.'),
      tokens: columns
        .optional()
        .describe('Column of tokens computed elsewhere, one for each summary column.'),
    })
    .prefault({})
    .describe('Which column is what.'),
  unknown_ids: z
    .enum(['error', 'ignore'])
    .default('error')
    .describe('What to do with rows of ids that the dataset does not have.'),
});

/** Options of the generator `file`. */
export type FileOptions = z.output<typeof options>;

/**
 * The generator `file`. `create` knows no dataset: ids and order are the file's own, so a batch may come in any order, but
 * ids that the dataset lacks go unnoticed and aligned text is refused. Whoever has the dataset opens the file against it
 * and uses `createFileGenerator`.
 */
export const fileGenerator = defineGenerator<FileOptions>({
  name: 'file',
  about: 'Reads the summaries that another tool has written.',
  options,
  cost: 'free',
  thread: 'main',
  parallel: 'one', // rows are read in order
  reads: 'file',
  cut: (window) => [window.map((_, index) => index)],
  async create(options, host) {
    const located = { ...options, path: host.resolve(options.path), label: options.path };
    const ids = await openIds(located);
    const file = await openCandidates(ids, located, noSpool);
    return createFileGenerator(file, ({ id }) => ids.ordinalOf(id));
  },
});

/**
 * Answers with the candidates of `file`, whose dialogues stand at `positionOf` in the order of its cursors. Batches in
 * increasing order read the file once; a batch that goes back (done again, or a second pass) begins anew.
 */
export const createFileGenerator = (
  file: CandidateFile,
  positionOf: (dialogue: Dialogue) => number | undefined = ({ index }) => index,
): Generator => {
  let cursor: CandidateCursor | undefined;
  let next = 0;
  const rowsOf = async (dialogue: Dialogue): Promise<readonly CandidateRow[]> => {
    const index = positionOf(dialogue);
    if (index === undefined) return [];
    if (index < next) {
      await cursor?.close();
      cursor = undefined;
    }
    cursor ??= file.cursor();
    next = index + 1;
    return cursor.take({ ...dialogue, index });
  };
  return {
    identity: JSON.stringify({
      kind: 'file',
      sha256: file.sha256,
      format: file.format,
      columns: file.columns,
    }),
    async generate(batch, { system }, signal) {
      const answers: Generated[] = [];
      for (const dialogue of batch) {
        signal.throwIfAborted();
        const rows = await rowsOf(dialogue);
        answers.push({ status: 'ok', candidates: rows.map((row) => candidateOf(row, system)) });
      }
      return answers;
    },
    close: async () => cursor?.close(),
  };
};

const candidateOf = ({ candidate, text, logprob, tokens }: CandidateRow, system: string): Candidate => ({
  system,
  candidate,
  text,
  status: isBlank(text) ? 'empty' : 'ok',
  ...(logprob === undefined ? {} : { logprob }),
  ...(tokens === undefined ? {} : { tokens }),
});
