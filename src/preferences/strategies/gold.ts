import { defineStrategy, drawn } from './define.ts';

/**
 * A reference is one more text with a score: it is never the better side because it is a reference. Where a candidate scores
 * higher, the pair is proposed with its negative margin, and the filter `margin` drops it and tells.
 */
export const gold = defineStrategy({
  name: 'gold',
  about:
    'A reference over candidates that score lower, those of `gold.over` only; of more than `most_pairs` so many are drawn.',
  usesReferences: true,
  propose: ({ ranked, options: { over, mostPairs }, random }) => {
    const chosen = ranked.find(({ isReference }) => isReference);
    if (!chosen) return [];
    const candidates = ranked.filter(
      ({ isReference, system }) => !isReference && (over === undefined || over.includes(system)),
    );
    return drawn(candidates, mostPairs, random).map((rejected) => ({ chosen, rejected }));
  },
});
