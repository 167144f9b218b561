import { bestAndBelow, defineStrategy } from './define.ts';

/** Of an even number of texts the better one of the two in the middle; of two texts there is none. */
export const bestMiddleWorst = defineStrategy({
  name: 'best-middle-worst',
  about: 'The best candidate over the middle one and the worst, and the middle one over the worst.',
  usesReferences: false,
  propose: ({ ranked }) => {
    const found = bestAndBelow(ranked);
    if (!found) return [];
    const { best, below, worst } = found;
    const middle = below[(below.length - 2) >> 1];
    if (!middle) return [{ chosen: best, rejected: worst }];
    return [
      { chosen: best, rejected: middle },
      { chosen: best, rejected: worst },
      ...(middle.mayBeChosen ? [{ chosen: middle, rejected: worst }] : []),
    ];
  },
});
