import { byRow } from './by-row.ts';
import { defineFeatures } from './define.ts';

/** A text that came several times is evidence for itself. */
export const duplicates = defineFeatures({
  kind: 'static',
  name: 'duplicates',
  about: 'Candidates of the dialogue with the same text.',
  features: [
    {
      name: 'duplicates.log',
      about: 'ln of the number of candidates with the same text, itself counted, from 0.',
    },
  ],
  compute: (pool) => {
    const counts = new Float64Array(pool.texts.length);
    for (const hypothesis of pool.hypothesisOf) if (hypothesis >= 0) counts[hypothesis]! += 1;
    return [byRow(pool, counts.map(Math.log))];
  },
});
