/** Options of `kind: chain`. Key names are those of the YAML. */
import { z } from 'zod';
import { endpointKeys, samplingKeys } from '../../models/asker/options.ts';
import { promptFields } from '../../models/prompts.ts';
import { count } from '../../schema.ts';
import { answerKeys, examplesSchema } from '../chat/options.ts';
import { seq2seqOptions } from '../seq2seq/options.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/u, 'a name of small letters, digits and underscores')
  .refine((given) => !(promptFields as readonly string[]).includes(given), 'a name that no other field has')
  .describe('Name of what the step gives: later prompts show it as the field `{{name}}`.');

const chatStep = z.strictObject({
  name,
  kind: z.literal('chat').default('chat').describe('Who answers.'),
  prompt: z.string().min(1).describe('Prompt file; its fields are the usual ones and earlier steps.'),
  model: z.string().min(1).optional().describe('Default: the chain’s.'),
  base_url: endpointKeys.base_url
    .unwrap()
    .optional()
    .describe('Default: the chain’s. Another address gets neither its key nor its headers.'),
  api_key: endpointKeys.api_key,
  headers: endpointKeys.headers.unwrap().optional().describe('Further headers. Default: the chain’s.'),
  prices: endpointKeys.prices.describe('Prices of this step’s model. Default: the chain’s.'),
  ...samplingKeys,
});

const seq2seqStep = z.strictObject({
  name,
  kind: z.literal('seq2seq').describe('Who answers.'),
  input: z.string().default('dialogue').describe('What it reads: `dialogue` or an earlier step.'),
  options: seq2seqOptions.describe('Options of the generator `seq2seq`.'),
});

/** One step of a chain. */
export const stepSchema = z.union([chatStep, seq2seqStep]);

export const chainOptions = z
  .strictObject({
    model: z.string().min(1).optional().describe('Model of the chat steps that name none.'),
    ...endpointKeys,
    steps: z.array(stepSchema).min(1).max(16).describe('Steps in order; the last gives the candidates.'),
    candidates: count.max(64).default(1).describe('Candidates a dialogue, all by the last step.'),
    ...answerKeys,
    examples: examplesSchema.optional().describe('Solved cases, for the prompts that show them.'),
  })
  .superRefine(({ steps, model, candidates }, { addIssue }) => {
    for (const [place, step] of steps.entries()) {
      const earlier = steps.slice(0, place).map((each) => each.name);
      const complain = (key: string, message: string) =>
        addIssue({ code: 'custom', path: ['steps', place, key], message });
      if (earlier.includes(step.name)) complain('name', 'another step has this name');
      if (step.kind === 'chat' && step.model === undefined && model === undefined)
        complain('model', 'a model is needed, here or for the whole chain');
      if (step.kind === 'seq2seq' && !['dialogue', ...earlier].includes(step.input))
        complain('input', 'neither `dialogue` nor an earlier step');
    }
    if (steps.at(-1)?.kind === 'seq2seq' && candidates > 1)
      addIssue({
        code: 'custom',
        path: ['candidates'],
        message: 'several candidates need a chat step at the end',
      });
  });

export type ChainOptions = z.output<typeof chainOptions>;
export type ChatStep = z.output<typeof chatStep>;
export type Seq2seqStep = z.output<typeof seq2seqStep>;
