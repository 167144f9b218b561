/** Sources by name: what can stand in `preferences.source`, beside `auto`, `{scorer: …}` and `{file: …}`. */
import { gold } from './gold.ts';
import { human } from './human.ts';
import { judge } from './judge.ts';
import { mbr } from './mbr.ts';
import { secondStage } from './second-stage.ts';

export const sources = { gold, mbr, 'second-stage': secondStage, judge, human } as const;
