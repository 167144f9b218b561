import { resolveVotes, votesOptions } from '../../rerank/votes.ts';
import { fitSkills } from '../skills.ts';
import { byVotes } from './by-votes.ts';
import { defineRung } from './define.ts';

/** What a run does without labels: nothing is learned but the order of ties. */
export const mbr = defineRung({
  name: 'mbr',
  about: 'Highest expected utility with one equal vote a cluster, none for its own members.',
  fit: (pools, { systems, clusterOf }) => {
    const priors = new Float64Array(systems.length).fill(1);
    const votes = resolveVotes(votesOptions.parse({}), { systems, clusterOf, priors });
    return byVotes(votes, fitSkills(pools, systems.length));
  },
});
