import { bestSingle } from './best-single.ts';
import type { Rung } from './define.ts';
import { mbr } from './mbr.ts';
import { mbrSkill } from './mbr-skill.ts';

/** The ladder, simplest first: where two are as good as equal, the earlier is chosen. */
export const rungs: readonly Rung[] = [bestSingle, mbr, mbrSkill];
