/** Weights that sum to 1 in whole steps: the points of a simplex lattice (Scheffé 1958), and a search among them. */
import { createRandom } from '../../random.ts';

/** Shares in whole steps; they sum to `steps`. */
export type Point = readonly number[];

/** Number of points: C(steps + columns − 1, columns − 1). */
export const latticeSize = (columns: number, steps: number): number => {
  let size = 1;
  for (let each = 1; each < columns; each++) size = (size * (steps + each)) / each;
  return Math.round(size);
};

/** All points, the last column's share rising fastest. */
export function* latticePoints(columns: number, steps: number): Generator<Point> {
  if (columns === 1) {
    yield [steps];
    return;
  }
  for (let share = steps; share >= 0; share--)
    for (const rest of latticePoints(columns - 1, steps - share)) yield [share, ...rest];
}

/** The point nearest to these weights, by largest remainders. */
export const nearestPoint = (weights: readonly number[], steps: number): Point => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (total > 0 ? (steps * weight) / total : steps / weights.length));
  const point = exact.map(Math.floor);
  const short = steps - point.reduce((sum, share) => sum + share, 0);
  const byRemainder = [...exact.keys()].sort(
    (a, b) => exact[b]! - point[b]! - (exact[a]! - point[a]!) || a - b,
  );
  for (const column of byRemainder.slice(0, short)) point[column]! += 1;
  return point;
};

export interface SimplexSearch {
  readonly columns: number;
  readonly steps: number;
  /** Points that may be judged. */
  readonly budget: number;
  /** Where it begins, beside the corners, the middles of the edges and the centre. */
  readonly start: Point;
  readonly seed: number;
  /** Value of a point; higher is better. */
  judge(point: Point): number;
}

export interface SimplexFound {
  readonly point: Point;
  readonly value: number;
  /** The points that were judged, in that order. */
  readonly tried: readonly Tried[];
}

/** A point and what it was judged to be worth. */
export interface Tried {
  readonly point: Point;
  readonly value: number;
}

/**
 * The best of at most `budget` points. The lattice of degree 2 comes first; then the neighbours of the best point, at 0.4, 0.2
 * and 0.1 of the whole, in seeded order; where none is better, those of the next best point. Of equal points the first judged
 * wins. A budget of the whole lattice finds its best point.
 */
export const searchSimplex = (options: SimplexSearch): SimplexFound => {
  const { columns, steps, budget, start, seed, judge } = options;
  const values = new Map<string, Tried>();
  const random = createRandom(seed, 'simplex', columns, steps);
  const tryOut = (point: Point): void => {
    const key = point.join();
    if (values.size < budget && !values.has(key)) values.set(key, { point, value: judge(point) });
  };
  for (const point of [start, ...design(columns, steps)]) tryOut(point);
  const size = Math.min(budget, latticeSize(columns, steps));
  while (values.size < size) {
    const before = values.size;
    for (const { point } of byValue(values.values())) {
      for (const step of stepsDown(steps)) {
        for (const neighbour of inSomeOrder(neighbours(point, step), () => random.next())) tryOut(neighbour);
        // what was found may be better than the point: its own neighbours come first
        if (values.size > before) break;
      }
      if (values.size > before) break;
    }
  }
  const tried = [...values.values()];
  return { ...byValue(tried)[0]!, tried };
};

/** Stable, so that of equal values the first judged stays first. */
const byValue = (found: Iterable<Tried>): Tried[] => [...found].sort((a, b) => b.value - a.value);

const stepsDown = (steps: number): number[] => [
  ...new Set([0.4, 0.2, 0.1].map((share) => Math.max(1, Math.round(share * steps)))),
  1,
];

/** Corners, middles of edges, centre. */
const design = (columns: number, steps: number): Point[] => {
  const weigh = (chosen: readonly number[]): Point =>
    nearestPoint(
      Array.from({ length: columns }, (_, column) => (chosen.includes(column) ? 1 : 0)),
      steps,
    );
  const all = [...Array(columns).keys()];
  return [
    ...all.map((column) => weigh([column])),
    weigh(all),
    ...all.flatMap((a) => all.slice(a + 1).map((b) => weigh([a, b]))),
  ];
};

/** Points reached by giving `step` of one column to another. */
const neighbours = (point: Point, step: number): Point[] => {
  const found: Point[] = [];
  for (const [from, share] of point.entries())
    for (const to of point.keys())
      if (share >= step && from !== to)
        found.push(
          point.map((own, column) => own + (column === to ? step : 0) - (column === from ? step : 0)),
        );
  return found;
};

const inSomeOrder = <T>(items: readonly T[], draw: () => number): T[] =>
  items
    .map((item) => ({ item, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
