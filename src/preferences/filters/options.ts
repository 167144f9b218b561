/** Options of `preferences.filters`: by name of the filter, `false` switches one off. */
import { z } from 'zod';
import { count, share } from '../../schema.ts';

const on = z.boolean().default(true);

/** `false`, or the options of a filter. */
const orOff = <S extends z.core.$ZodShape>(shape: S) => z.union([z.literal(false), z.strictObject(shape)]);

export const filtersOptions = z.strictObject({
  contaminated: orOff({
    files: z
      .array(z.string().min(1).meta({ title: 'a path' }))
      .default([])
      .describe(
        'Block lists: datasets, or files with a dialogue a line. Ids, texts and near-duplicates count.',
      ),
    ids: z
      .boolean()
      .default(true)
      .describe('Whether an equal id is enough; where ids are mere numbers it means nothing.'),
    dataset: z
      .boolean()
      .default(true)
      .describe('Whether `dataset` is a block list, too, where pairs are mined from `labelled`.'),
  })
    .prefault({})
    .describe('Dialogues of these files give no pairs.'),
  empty: on.describe('Drop where one side has no text.'),
  'special-token': on.describe('Drop where one side holds a special token, such as `</s>`.'),
  'template-leak': on.describe(
    'Drop where one side holds a piece of a prompt or chat template, or a refusal.',
  ),
  'edge-space': on.describe('Drop where one side begins or ends with white space.'),
  identical: on.describe('Drop equal sides (after NFC and white space).'),
  contradiction: on.describe('Drop where the same texts were judged both ways.'),
  tie: on.describe('Drop equal scores.'),
  cycle: on.describe('Drop preferences that go round in a circle.'),
  disagreement: on.describe('Drop where a further source does not agree.'),
  margin: on.describe('Drop margins outside `preferences.margin`.'),
  'near-identical': orOff({
    share: share.default(0.1).describe('Edits up to this share of the longer text are too few.'),
    particles: z
      .boolean()
      .default(true)
      .describe('Whether a difference in Korean particles alone is too small.'),
  })
    .prefault({})
    .describe('Drop sides that hardly differ.'),
  'near-copies': on.describe('Drop sides of two systems of one cluster.'),
  'length-ratio': orOff({
    most: z.number().min(1).default(3).describe('Characters of the longer side over those of the shorter.'),
  })
    .prefault({})
    .describe('Drop sides of very different length.'),
  tags: on.describe('Drop damaged speaker tags, and unknown ones of the chosen side.'),
  masks: on.describe('Drop damaged masks, and unknown ones of the chosen side.'),
  unsupported: on.describe(
    'Drop where the chosen side has a number or name that the dialogue does not have.',
  ),
  'over-budget': orOff({
    tokenizer: z
      .union([
        z.string().min(1),
        z.looseObject({
          name: z.string().optional().describe('Name of the tokenizer, where its options stand beside it.'),
        }),
      ])
      .meta({ title: 'a tokenizer' })
      .describe('Tokenizer that counts, such as `{model: tokenizer.json}` of the model that is trained.'),
    most: count.default(1024).describe('Tokens that prompt and answer may have together.'),
  })
    .default(false)
    .describe('Drop what a trainer would cut; the tokens of its chat template come on top.'),
});

export type FiltersOptions = z.output<typeof filtersOptions>;
