/** `preferences`: pairs of a chosen and a rejected summary, mined by `hapui pairs`. */
import { z } from 'zod';
import { cardOptions } from '../preferences/card/options.ts';
import { filtersOptions } from '../preferences/filters/options.ts';
import { count, plainName, share } from '../schema.ts';
import { path } from './schema-dataset.ts';

const source = z.union([
  z.enum(['auto', 'gold', 'mbr', 'second-stage', 'judge']),
  z.strictObject({ scorer: plainName.describe('Id of an entry of `rerank`, whose column decides.') }),
  z.strictObject({ file: path.describe('File of human verdicts or scores.') }),
]);

export type PreferenceSource = z.output<typeof source>;

export const preferencesSchema = z.strictObject({
  strategy: z
    .enum(['best-worst', 'best-middle-worst', 'best-random', 'band', 'gold'])
    .default('best-worst')
    .describe('Which candidates of a dialogue make a pair.'),
  source: z
    .union([source, z.array(source).min(1)])
    .default('auto')
    .describe(
      'Whose scores decide; of a list the first, and the others must agree. `auto`: gold where there are references, else the second stage where `ensemble.select` names its file, else MBR.',
    ),
  dialogues: z
    .enum(['auto', 'dataset', 'labelled'])
    .default('auto')
    .describe(
      'Whose dialogues are mined. `auto`: those of `dataset`, but of `labelled` where references or labels are needed that only it has.',
    ),
  margin: z
    .strictObject({
      least: z.number().min(0).default(0).describe('Least difference of scores, on the scale of the source.'),
      most: z.number().positive().optional().describe('Greatest difference. Default: none.'),
    })
    .prefault({})
    .describe('Margins that are wanted.'),
  most_pairs: count
    .default(4)
    .describe('Pairs a dialogue at most, of the strategies `band` and `gold`; more are drawn from.'),
  gold: z
    .strictObject({
      over: z
        .array(plainName)
        .min(1)
        .optional()
        .describe('Systems that a reference is set against, such as zero-shot ones. Default: all.'),
      reference: z
        .enum(['scored', 'trusted'])
        .default('scored')
        .describe('`trusted`: to the source `gold` a reference is perfect, even where there is only one.'),
    })
    .prefault({})
    .describe('Used by `strategy: gold`.'),
  prompt: path
    .optional()
    .describe(
      'Prompt file, as chat systems use it. Default: the one that all chat systems share; without any, the dialogue alone.',
    ),
  max_chars: count
    .optional()
    .describe('Value of `{{max_chars}}` in the prompt. Default: that of the chat systems.'),
  trim: z.boolean().default(false).describe('Take white space off the ends of the texts of a pair.'),
  filters: filtersOptions
    .prefault({})
    .describe('Which pairs are dropped, in this order; `false` switches a filter off.'),
  formats: z
    .array(
      z.enum([
        'trl',
        'trl-standard',
        'reward',
        'kto',
        'openai',
        'llamafactory',
        'llamafactory-sharegpt',
        'axolotl',
      ]),
    )
    .min(1)
    .default(['trl'])
    .describe('Formats that are written.'),
  splits: z
    .record(
      z.string().regex(/^[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*$/u, 'a name of letters, digits, _ . and -'),
      share,
    )
    .default({ train: 0.9, validation: 0.1 })
    .describe('Shares of the dialogues, by split.'),
  card: cardOptions.prefault({}).describe('The data card (`README.md`) of every format.'),
  salt: z.string().default('').describe('Another salt draws other splits.'),
});
