import { goldOf, type LabelledPool } from './labelled-pool.ts';

/** What skills are read off. */
export type SkillEvidence = Pick<LabelledPool, 'rows' | 'ranks' | 'hypothesisOf' | 'gold'>;

/**
 * Mean score of each system's first candidate over the dialogues that it covers, 0–1; NaN for a system without labelled
 * outputs. An empty answer scores 0, a missing one is not counted.
 */
export const fitSkills = (pools: readonly SkillEvidence[], systems: number): Float64Array => {
  const sums = new Float64Array(systems);
  const covered = new Float64Array(systems);
  for (const pool of pools) {
    for (const [system, row] of firstRows(pool, systems).entries()) {
      if (row < 0) continue;
      sums[system]! += goldOf(pool, row);
      covered[system]! += 1;
    }
  }
  return sums.map((sum, system) => (covered[system]! > 0 ? sum / covered[system]! : Number.NaN));
};

/** Each system's row of the lowest rank; −1 where it has none. */
const firstRows = ({ rows, ranks }: SkillEvidence, systems: number): Int32Array => {
  const first = new Int32Array(systems).fill(-1);
  for (let row = 0; row < rows.length; row++) {
    const held = first[rows[row]!]!;
    if (held < 0 || ranks[row]! < ranks[held]!) first[rows[row]!] = row;
  }
  return first;
};
