import type { Tokens } from '../types.ts';

/** The texts of a matrix by their numbers: hypotheses are its rows, references its columns. */
export interface Sides {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Whether rows and columns are the same texts in the same order: then one look at two texts fills two cells. */
  readonly square: boolean;
}

/** Numbers the texts by what `read` returns for each; one that is on both sides is read once. */
export const readSides = (
  hypotheses: readonly Tokens[],
  references: readonly Tokens[],
  read: (tokens: Tokens) => number,
): Sides => {
  const known = new Map<Tokens, number>();
  const numberOf = (tokens: Tokens): number => {
    const number = known.get(tokens) ?? read(tokens);
    known.set(tokens, number);
    return number;
  };
  const rows = hypotheses.map(numberOf);
  const columns = references.map(numberOf);
  return {
    rows,
    columns,
    square: rows.length === columns.length && rows.every((text, row) => text === columns[row]),
  };
};
