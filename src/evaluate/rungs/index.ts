import { bestSingle } from './best-single.ts';
import type { Rung } from './define.ts';
import { mbr } from './mbr.ts';
import { mbrSkill } from './mbr-skill.ts';
import { pairwise } from './pairwise.ts';
import { pairwiseMbr } from './pairwise-mbr.ts';

/** The ladder, simplest first: where two are as good as equal, the earlier is chosen. */
export const rungs: readonly Rung[] = [bestSingle, mbr, mbrSkill, pairwise, pairwiseMbr];

/** A rung of the ladder by its name, which must be one. */
export const rungNamed = (name: string): Rung => {
  const found = rungs.find((rung) => rung.name === name);
  if (!found) throw new Error(`no rung "${name}"`);
  return found;
};
