import { bestRow } from '../../ensemble/policies/pick.ts';
import { contenders, type LabelledPool } from '../labelled-pool.ts';
import { fitSkills } from '../skills.ts';
import { defineRung } from './define.ts';

/** What one would do without an ensemble: it is always in the menu, and every gain is measured against it. */
export const bestSingle = defineRung({
  name: 'best-single',
  about: 'Always the system with the best labelled score; where it has no candidate, the next one.',
  fit: (pools, { systems }) => {
    const skills = fitSkills(pools, systems.length);
    // Unknown skill: only where no system of known skill has a candidate.
    const standing = skills.map((skill) => (Number.isNaN(skill) ? -1 : skill));
    const scores = ({ rows, hypothesisOf }: LabelledPool): Float64Array =>
      Float64Array.from(rows, (system, row) => (hypothesisOf[row]! < 0 ? Number.NaN : standing[system]!));
    return {
      scores,
      select: (pool) => {
        const own = scores(pool);
        return bestRow(contenders(pool), own, own) ?? -1;
      },
    };
  },
});
