/** The pair formats that hapui brings. */
import { axolotl } from './axolotl.ts';
import type { PairFormat } from './define.ts';
import { kto } from './kto.ts';
import { llamafactory } from './llamafactory.ts';
import { llamafactorySharegpt } from './llamafactory-sharegpt.ts';
import { openai } from './openai.ts';
import { reward } from './reward.ts';
import { trl } from './trl.ts';
import { trlStandard } from './trl-standard.ts';

export const pairFormats = {
  trl,
  'trl-standard': trlStandard,
  reward,
  kto,
  openai,
  llamafactory,
  'llamafactory-sharegpt': llamafactorySharegpt,
  axolotl,
} as const satisfies Readonly<Record<string, PairFormat>>;

export type PairFormatName = keyof typeof pairFormats;
