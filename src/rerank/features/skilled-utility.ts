import { skillWeights } from '../votes.ts';
import { defineFeatures } from './define.ts';
import { expectedFeatures } from './expected.ts';

/** What the better systems say: votes weigh exp(20 · (skill − best skill)), the own one included, as in `mbr-skill`. */
export const skilledUtility = defineFeatures({
  kind: 'fitted',
  name: 'skilled-utility',
  about: 'Expected utility under votes weighted by labelled skill, own votes included.',
  features: [
    {
      name: 'skilled-utility.*',
      each: 'type',
      about: 'Expected utility by one ROUGE type, votes weighted by skill, 0–1.',
    },
    { name: 'skilled-utility.mean', about: 'Mean of these over all types, 0–1.' },
    {
      name: 'skilled-utility.rank',
      about: 'Share of the other candidates whose `skilled-utility.mean` is lower, ties half, 0–1.',
    },
  ],
  compute: (pool, { skills }) =>
    expectedFeatures(pool, {
      voters: Array.from(pool.clusterOf, () => true),
      weight: skillWeights(skills),
      clusterOf: pool.clusterOf,
      ownCluster: 'in',
    }),
});
