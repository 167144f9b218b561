import { bestAndBelow, defineStrategy } from './define.ts';

/**
 * The widest margin of a dialogue. Among very many candidates the worst is an outlier that teaches little (Xiao et al. 2025,
 * arXiv 2502.16825): then `best-random`, or `band` with an upper end.
 */
export const bestWorst = defineStrategy({
  name: 'best-worst',
  about: 'The best candidate over the worst one.',
  usesReferences: false,
  propose: ({ ranked }) => {
    const found = bestAndBelow(ranked);
    return found ? [{ chosen: found.best, rejected: found.worst }] : [];
  },
});
