/** Which texts of a shortlist are held against each other, and in which order they are shown. */
import { createRandom } from '../../random.ts';

/** Positions of two texts in the shortlist, the better one first. */
export type Pairing = readonly [number, number];

/**
 * At most `most` pairs of `texts`: neighbours in the ranking first, where the order is least certain, then those two places
 * apart, and so on. From `texts − 1` pairs on, everybody is compared with everybody through others.
 */
export const pairings = (texts: number, most: number): Pairing[] => {
  const pairs: Pairing[] = [];
  for (let distance = 1; distance < texts; distance++)
    for (let first = 0; first + distance < texts && pairs.length < most; first++)
      pairs.push([first, first + distance]);
  return pairs;
};

/**
 * `count` orders of `texts`: each drawn order is followed by its reverse, then turned on by one place, so that a judge who
 * prefers places gives every text as much by an even number of orders as any other, and by 2 · `texts` of them has seen each
 * text at each place twice.
 */
export const shuffledOrders = (texts: number, count: number, seed: number, key: string): number[][] => {
  const base = drawn(texts, seed, key);
  return Array.from({ length: count }, (_, place) => {
    const turn = Math.floor(place / 2) % Math.max(1, texts);
    const order = [...base.slice(turn), ...base.slice(0, turn)];
    return place % 2 === 0 ? order : order.reverse();
  });
};

/** Fisher and Yates. */
const drawn = (texts: number, seed: number, key: string): number[] => {
  const random = createRandom(seed, 'judge', key);
  const order = Array.from({ length: texts }, (_, place) => place);
  for (let last = texts - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
};
