/** What is wrong with rows of a file: gathered over the whole file, then told as one error with its first few cases. */
import { at, type ErrorCode, firstFew, InputError } from '../errors.ts';

/** One thing wrong with one row. */
export interface RowProblem {
  readonly code: ErrorCode;
  /** Problems of one kind are told together. */
  readonly kind: string;
  readonly line: number;
  readonly column?: number | undefined;
  /** Id of the row, as far as it is known. */
  readonly id?: string | undefined;
  readonly found: string;
  readonly expected: string;
  readonly fix?: string | undefined;
}

/** Takes note of a problem; the row is left out of what is read. */
export type Report = (problem: RowProblem) => void;

const casesKept = 5;

interface Cases {
  readonly first: RowProblem;
  readonly kept: RowProblem[];
  count: number;
}

/** The problems of one file by kind. */
export interface Problems {
  readonly report: Report;
  /** Throws the problems that come first in the file, if there are any. */
  throwFirst(): void;
  /** The same rows; where reading them fails, a problem met before is the likelier cause and is thrown instead. */
  during<T>(rows: AsyncIterable<T>): AsyncIterable<T>;
}

/** Starts gathering problems of the file called `label`. */
export const gatherProblems = (label: string): Problems => {
  const kinds = new Map<string, Cases>();
  const throwFirst = (): void => {
    const [earliest] = [...kinds.values()].sort((a, b) => a.first.line - b.first.line);
    if (earliest) throw rowError(label, earliest);
  };
  return {
    report(problem) {
      const cases = kinds.get(problem.kind);
      if (!cases) kinds.set(problem.kind, { first: problem, kept: [problem], count: 1 });
      else {
        cases.count++;
        if (cases.kept.length < casesKept) cases.kept.push(problem);
      }
    },
    throwFirst,
    async *during(rows) {
      try {
        yield* rows;
      } catch (cause) {
        throwFirst();
        throw cause;
      }
    },
  };
};

/** For passes after the survey, which has already met every problem: a new one stops at once. */
export const throwingReport =
  (label: string): Report =>
  (problem) => {
    throw rowError(label, { first: problem, kept: [problem], count: 1 });
  };

/** An id as messages show it: in quotes, control characters escaped, not too long. */
export const shownId = (id: string): string => JSON.stringify(id.length > 60 ? `${id.slice(0, 57)}...` : id);

const rowError = (label: string, { first, kept, count }: Cases): InputError => {
  const { code, line, column, id, found, expected, fix } = first;
  const others = count > 1 ? ` (${count} such rows: ${casesOf(kept, count)})` : '';
  return new InputError(
    code,
    {
      where: `${at(label, line, column)}${id === undefined ? '' : ` (id ${shownId(id)})`}`,
      found: found + others,
      expected,
      fix,
    },
    {
      data: {
        file: label,
        line,
        column,
        id,
        count,
        cases: kept.map((each) => ({ line: each.line, id: each.id })),
      },
    },
  );
};

const casesOf = (kept: readonly RowProblem[], count: number): string => {
  const shown = kept
    .slice(0, 3)
    .map(({ line, id }) => (id === undefined ? `line ${line}` : `line ${line} ${shownId(id)}`));
  return firstFew([...shown, ...Array<string>(count - shown.length).fill('')], 3);
};
