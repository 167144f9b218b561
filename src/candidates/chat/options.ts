/** Options of chat systems. Key names are those of the YAML. */
import { z } from 'zod';
import { hygieneRules } from '../../models/asker/hygiene.ts';
import { endpointKeys, samplingKeys } from '../../models/asker/options.ts';
import { count } from '../../schema.ts';

/** What is done with an answer. */
export const answerKeys = {
  hygiene: z
    .array(z.enum(hygieneRules))
    .default([...hygieneRules])
    .describe('Rules that take off what stands around the summary; `[]` leaves answers as they are.'),
  max_chars: count.optional().describe('Value of `{{max_chars}}` in prompts.'),
};

const promptFile = z.string().min(1);

/** Examples shown to the model. */
export const examplesSchema = z
  .strictObject({
    from: z
      .literal('labelled')
      .optional()
      .describe('Take them from `labelled.dataset` of the config, instead of `path`.'),
    path: z.string().min(1).optional().describe('Dataset with references (CSV, TSV, JSONL).'),
    columns: z
      .strictObject({
        id: z.string().optional(),
        dialogue: z.string().optional(),
        reference: z.string().optional(),
      })
      .default({})
      .describe('Which column is what; recognised by name when absent.'),
    pick: z
      .enum(['fixed', 'random', 'nearest'])
      .default('nearest')
      .describe('`fixed`: the first ones, or `ids`; `random`: drawn a dialogue; `nearest`: alike by TF-IDF.'),
    count: count.max(32).default(3).describe('Examples a dialogue.'),
    ids: z.array(z.string()).min(1).optional().describe('Which ones, for `pick: fixed`.'),
  })
  .refine(({ from, path }) => (from === undefined) !== (path === undefined), {
    path: ['path'],
    error: 'either `path` or `from: labelled` is needed',
  })
  .refine(({ pick, ids }) => ids === undefined || pick === 'fixed', {
    path: ['ids'],
    error: 'ids need `pick: fixed`',
  });

export type ExamplesOptions = z.output<typeof examplesSchema>;

/** Options of the generator `chat`. */
export const chatOptions = z
  .strictObject({
    model: z.string().min(1).describe('Name of the model, as the server knows it.'),
    ...endpointKeys,
    prompt: promptFile.optional().describe('Prompt file; `docs/gpt.md` tells its format.'),
    prompts: z
      .array(promptFile)
      .min(1)
      .max(16)
      .optional()
      .describe('Several prompt files, instead of `prompt`: each gives its candidates.'),
    candidates: count.max(64).default(1).describe('Candidates a dialogue and prompt.'),
    ...samplingKeys,
    ...answerKeys,
    examples: examplesSchema.optional().describe('Solved cases that the prompt shows.'),
  })
  .refine(({ prompt, prompts }) => (prompt === undefined) !== (prompts === undefined), {
    path: ['prompt'],
    error: 'either `prompt` or `prompts` is needed',
  });

export type ChatOptions = z.output<typeof chatOptions>;
