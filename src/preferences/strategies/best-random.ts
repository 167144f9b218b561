import { bestAndBelow, defineStrategy } from './define.ts';

/** As UltraFeedback was binarised (Tunstall et al. 2023, arXiv 2310.16944): rejected answers of every quality. */
export const bestRandom = defineStrategy({
  name: 'best-random',
  about: 'The best candidate over one that is drawn from those below it.',
  usesReferences: false,
  propose: ({ ranked, random }) => {
    const found = bestAndBelow(ranked);
    if (!found) return [];
    return [{ chosen: found.best, rejected: found.below[random.below(found.below.length)]! }];
  },
});
