/** Labelled dialogues in two halves: one to search on, one that the search never sees. */
import { createRandom } from '../../random.ts';

export interface SplitOptions {
  readonly seed: number;
  /** Dialogue → group; near-duplicates share one. */
  readonly groups: readonly string[];
  /** Positions that are answered together: a part of such a unit costs as much as the whole. */
  readonly units: readonly (readonly number[])[];
}

/** Positions of dialogues, in the order in which a search takes them up. */
export interface Split {
  readonly search: readonly number[];
  readonly held: readonly number[];
}

/** With fewer units, halves of them would be lopsided: then each dialogue goes by itself. */
const fewestUnits = 6;

/**
 * Units in seeded order, the first half to search on. Held-out dialogues with a near-duplicate among the others are left out: the
 * search has seen as good as them.
 */
export const splitForSearch = ({ seed, groups, units }: SplitOptions): Split => {
  const whole = units.length >= fewestUnits ? units : units.flat().map((position) => [position]);
  const order = whole
    .map((unit) => ({ unit, at: createRandom(seed, 'split', Math.min(...unit)).next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ unit }) => unit);
  const total = whole.reduce((sum, { length }) => sum + length, 0);
  const search: number[] = [];
  const held: number[] = [];
  for (const unit of order) (2 * search.length < total ? search : held).push(...unit);
  const seen = new Set(search.map((position) => groups[position]));
  return { search, held: held.filter((position) => !seen.has(groups[position])) };
};
