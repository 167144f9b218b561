/** `preferences`: pairs of a chosen and a rejected summary, mined by `hapui pairs`. */
import { z } from 'zod';
import { share } from '../schema.ts';
import { path } from './schema-dataset.ts';

export const preferencesSchema = z.strictObject({
  strategy: z
    .enum(['best-worst', 'best-middle-worst', 'best-random', 'band', 'gold'])
    .default('best-worst')
    .describe('Which candidates of a dialogue make a pair.'),
  source: z
    .union([
      z.enum(['auto', 'gold', 'mbr', 'second-stage', 'judge']),
      z.strictObject({ file: path.describe('File of human preferences.') }),
    ])
    .default('auto')
    .describe('Whose scores decide; `auto` is gold, else second stage, else MBR.'),
  formats: z
    .array(z.enum(['trl', 'trl-standard', 'reward', 'kto', 'openai', 'llamafactory', 'axolotl']))
    .min(1)
    .default(['trl'])
    .describe('Formats that are written.'),
  splits: z
    .record(z.string(), share)
    .default({ train: 0.9, validation: 0.1 })
    .describe('Shares of the dialogues, by split.'),
});
