/** Options of `kind: seq2seq`. Key names are those of the YAML; what `generate` leaves out comes from the model. */
import { z } from 'zod';
import { modelKeys, optionalModelName } from '../../models/options.ts';
import { count, wholeNumber } from '../../schema.ts';

/** Default budget of a batch, in source tokens. */
export const defaultBatchTokens = 4096;
/** Default limit of dialogues in a batch. */
export const defaultBatchSize = 16;

const generate = z
  .strictObject({
    strategy: z
      .enum(['greedy', 'beam', 'diverse', 'sample'])
      .optional()
      .describe(
        'Default: `sample` if the model says `do_sample`, else `beam` with several beams or candidates, else `greedy`.',
      ),
    beams: count
      .optional()
      .describe('Beams of `beam` and `diverse`. Default: `num_beams`, at least `candidates`.'),
    groups: count
      .optional()
      .describe('Groups of `diverse`; a divisor of `beams`. Default: `num_beam_groups`, else one a beam.'),
    diversity_penalty: z
      .number()
      .positive()
      .optional()
      .describe(
        "Taken from a token's score for each time an earlier group chose it. Default: `diversity_penalty`, else 0.5.",
      ),
    temperature: z.number().positive().optional().describe('Of `sample`. Default: `temperature`, else 1.'),
    top_k: wholeNumber
      .optional()
      .describe('Of `sample`: only so many best tokens; 0: all. Default: `top_k`, else 50.'),
    top_p: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe('Of `sample`: only the best tokens that make up this probability. Default: `top_p`, else 1.'),
    max_new_tokens: count
      .optional()
      .describe(
        'Most tokens generated, the end token counted. Default: `max_new_tokens`, else `max_length` - 1, else 20.',
      ),
    min_new_tokens: wholeNumber
      .optional()
      .describe(
        'Tokens before the end token may come. Default: `min_new_tokens`, else `min_length` - 1, else 0.',
      ),
    length_penalty: z
      .number()
      .optional()
      .describe(
        'Beams are ranked by sum of log-probabilities / length ^ penalty. Default: `length_penalty`, else 1.',
      ),
    early_stopping: z
      .union([z.boolean(), z.literal('never')])
      .optional()
      .describe(
        'Stop with `beams` finished ones: true; by a heuristic: false; when nothing can improve: never. Default: `early_stopping`, else false.',
      ),
    repetition_penalty: z
      .number()
      .positive()
      .optional()
      .describe(
        'Above 1: tokens that were written become less likely. Default: `repetition_penalty`, else 1.',
      ),
    no_repeat_ngram_size: wholeNumber
      .optional()
      .describe('No n-gram of this size comes twice; 0: off. Default: `no_repeat_ngram_size`, else 0.'),
    forced_bos_token_id: wholeNumber
      .optional()
      .describe("First generated token, as mBART's language. Default: the model's."),
    forced_eos_token_id: wholeNumber.optional().describe("Last token that fits. Default: the model's."),
  })
  .prefault({});

/** Schema of the options. */
export const seq2seqOptions = z
  .strictObject({
    model: optionalModelName,
    models: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe(
        'Several models with one vocabulary instead: their probabilities are averaged token by token.',
      ),
    ...modelKeys,
    prefix: z.string().default('').describe('Put before every dialogue, as `summarize: ` for T5.'),
    candidates: count.default(1).describe('Candidates a dialogue.'),
    generate,
    max_source_tokens: count
      .optional()
      .describe('Longer dialogues lose their last turns. Default: what the model and its tokenizer allow.'),
    batch_tokens: count
      .default(defaultBatchTokens)
      .describe('Dialogues × length of the longest, in tokens (estimated): memory grows with it.'),
    batch_size: count.default(defaultBatchSize).describe('Most dialogues in a batch.'),
  })
  .refine(({ model, models }) => (model === undefined) !== (models === undefined), {
    error: 'either `model` or `models`',
    path: ['model'],
  });

export type Seq2seqOptions = z.output<typeof seq2seqOptions>;
export type GenerateOptions = Seq2seqOptions['generate'];
