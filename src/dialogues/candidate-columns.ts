/** Which column of a system's file is what. */
import { columnError, type Header, missingColumn, named, optional, required, several } from './columns.ts';
import { type CandidateColumns, listOf } from './options.ts';

/** What was recognised, for display. */
export interface RecognisedCandidateColumns {
  /** Undefined where lines are aligned with the dataset. */
  readonly id?: string | undefined;
  readonly summary: readonly string[];
  readonly candidate?: string | undefined;
  readonly logprob: readonly string[];
  readonly tokens: readonly string[];
}

/** Recognises the columns of a system's file. Throws `input-column` where one that is needed is absent. */
export const candidateColumns = (
  header: Header,
  given: CandidateColumns,
): RecognisedCandidateColumns & { id: string } => {
  const summary = summariesOf(header, given.summary);
  return {
    id: required(header, 'id', given.id),
    summary,
    candidate: rankOf(header, summary, given.candidate),
    logprob: several(header, 'logprob', given.logprob),
    tokens: listOf(given.tokens).map((name) => named(header, name, 'columns.tokens')),
  };
};

const summariesOf = (header: Header, given: CandidateColumns['summary']): readonly string[] => {
  const found = several(header, 'summary', given);
  if (given === undefined && found.length === 0) throw missingColumn(header, 'summary');
  return found;
};

// a column called `candidate` may be the summary itself; several summaries of one row have their ranks from their order
const rankOf = (
  header: Header,
  summary: readonly string[],
  given: string | undefined,
): string | undefined => {
  const rank = optional(header, 'candidate', given);
  if (rank === undefined || summary.includes(rank)) return undefined;
  if (summary.length === 1) return rank;
  if (given === undefined) return undefined;
  throw columnError(header, 'columns.candidate', {
    found: `columns.candidate is set beside ${summary.length} summary columns`,
    expected: 'one summary a row with its rank, or several summaries, ranked by their order',
    fix: 'Leave out columns.candidate, or name one summary column.',
  });
};
