import { resolveVotes, votesOptions } from '../../rerank/votes.ts';
import { fitSkills } from '../skills.ts';
import { byVotes } from './by-votes.ts';
import { defineRung } from './define.ts';

/** Between the crowd and the best system: one number a system is learned. */
export const mbrSkill = defineRung({
  name: 'mbr-skill',
  about: 'Highest expected utility with votes weighted by labelled score, own votes included.',
  fit: (pools, { systems, clusterOf }) => {
    const skills = fitSkills(pools, systems.length);
    const priors = new Float64Array(systems.length).fill(1);
    const electorate = { systems, clusterOf, priors, skills };
    return byVotes(resolveVotes(votesOptions.parse({ weights: 'skill' }), electorate), skills);
  },
});
