/** Labelled dialogues made ready for judging many weights: only what can win under some weights is left. */
import { type FusionMethod, fuse } from '../../ensemble/fuse.ts';
import { tie } from '../../ensemble/policies/pick.ts';
import { contenders, goldOf, type LabelledPool } from '../labelled-pool.ts';

/** Columns of scores of one dialogue, by row. */
export type Columns = Readonly<Record<string, Float64Array>>;

/** One dialogue under one method of fusion. */
export interface FusedPool {
  /** Rows left, the first of equal ones first; 0 where no row has a text. */
  readonly rows: number;
  /** rows × columns, on the method's scale; a row without a score has the mean of the others. */
  readonly values: Float64Array;
  /** rows × columns: 1 where the row has a score. Undefined where all have all. */
  readonly scored: Uint8Array | undefined;
  /** By row, 0–1. */
  readonly gold: Float64Array;
  /** Candidates that the dialogue has, for telling what was saved. */
  readonly candidates: number;
}

/**
 * Prepares a dialogue. `standing` of a system breaks ties, as in a run. A row that another one reaches or beats in every column is
 * beaten under all weights, since no weight is negative: it is left out, and nothing that is chosen changes. O(C · R²).
 */
export const fusedPool = (
  pool: LabelledPool,
  columns: Columns,
  names: readonly string[],
  method: FusionMethod,
  standing: Float64Array,
): FusedPool => {
  const open = contenders(pool);
  const scales = names.map((name) => scaled(pool, columns[name], method));
  const rank = (row: number): number => {
    const own = standing[pool.rows[row]!]!;
    return Number.isNaN(own) ? Number.NEGATIVE_INFINITY : own;
  };
  const order = open.toSorted((a, b) => rank(b) - rank(a) || a - b);
  const isWhole = order.every((row) => scales.every(({ scored }) => scored[row] === 1));
  const kept = isWhole ? order.filter((row, place) => !isBeaten(row, place, order, scales)) : order;
  const width = names.length;
  const values = new Float64Array(kept.length * width);
  const scored = isWhole ? undefined : new Uint8Array(kept.length * width);
  for (const [place, row] of kept.entries())
    for (const [column, scale] of scales.entries()) {
      values[place * width + column] = scale.values[row]!;
      if (scored) scored[place * width + column] = scale.scored[row]!;
    }
  return {
    rows: kept.length,
    values,
    scored,
    gold: Float64Array.from(kept, (row) => goldOf(pool, row)),
    candidates: open.length,
  };
};

interface Scaled {
  /** By row; 0 throughout where no row has a score, so that the column counts nothing. */
  readonly values: Float64Array;
  readonly scored: Uint8Array;
}

const known = new WeakMap<Float64Array, Map<FusionMethod, Scaled>>();

/** Scaled once a column and method: columns that no fit changes are asked for again and again. */
const scaled = (pool: LabelledPool, column: Float64Array | undefined, method: FusionMethod): Scaled => {
  const rows = pool.rows.length;
  if (column === undefined) return { values: new Float64Array(rows), scored: new Uint8Array(rows) };
  const ofColumn = known.get(column) ?? new Map<FusionMethod, Scaled>();
  known.set(column, ofColumn);
  const found = ofColumn.get(method) ?? scaleAnew(pool, column, method);
  ofColumn.set(method, found);
  return found;
};

const scaleAnew = (pool: LabelledPool, column: Float64Array, method: FusionMethod): Scaled => {
  const open = new Set(contenders(pool));
  const eligible = Array.from(pool.rows, (_, row) => open.has(row));
  const own = fuse({ column }, { method, weights: { column: 1 }, eligible });
  const given = own.filter((value) => !Number.isNaN(value));
  const middle = given.reduce((sum, value) => sum + value, 0) / Math.max(1, given.length);
  return {
    values: own.map((value) => (Number.isNaN(value) ? middle : value)),
    scored: Uint8Array.from(own, (value) => (Number.isNaN(value) ? 0 : 1)),
  };
};

/** By a row that goes before it in ties and is never lower, or by one that is always higher. */
const isBeaten = (row: number, place: number, order: readonly number[], scales: readonly Scaled[]): boolean =>
  order.some((other, otherPlace) => {
    if (other === row) return false;
    const needed = otherPlace < place ? 0 : 2 * tie;
    return scales.every(({ values }) => values[other]! - values[row]! >= needed);
  });

/** Gold of the row that these weights choose; 0 where there is none. O(rows · columns). */
export const goldUnder = ({ rows, values, scored, gold }: FusedPool, weights: readonly number[]): number => {
  if (rows === 1) return gold[0]!;
  const width = weights.length;
  let best = Number.NEGATIVE_INFINITY;
  let chosen = -1;
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    let sum = 0;
    let hasScore = scored === undefined;
    for (let column = 0; column < width; column++) {
      sum += weights[column]! * values[at + column]!;
      if (scored && weights[column]! > 0 && scored[at + column] === 1) hasScore = true;
    }
    if (!hasScore || sum - best <= tie) continue;
    best = sum;
    chosen = row;
  }
  // nobody has a score: what goes first in ties stands in
  return chosen < 0 ? (gold[0] ?? 0) : gold[chosen]!;
};
