import { defineStrategy, drawn, type Proposal } from './define.ts';

/** O(n²) pairs of n texts are looked at; which of them are kept is drawn, so that no margin is favoured. */
export const band = defineStrategy({
  name: 'band',
  about: 'All pairs whose margin lies in `margin`; of more than `most_pairs` so many are drawn.',
  usesReferences: false,
  propose: ({ ranked, options, random }) => {
    const { least, most = Number.POSITIVE_INFINITY } = options.band;
    const found: Proposal[] = [];
    for (const [place, chosen] of ranked.entries()) {
      if (!chosen.mayBeChosen) continue;
      for (const rejected of ranked.slice(place + 1)) {
        const margin = chosen.score - rejected.score;
        if (margin > 0 && margin >= least && margin <= most) found.push({ chosen, rejected });
      }
    }
    return drawn(found, options.mostPairs, random);
  },
});
