/** Options of `kind: judge`. Key names are those of the YAML. */
import { z } from 'zod';
import { endpointKeys, steadyKeys } from '../../models/asker/options.ts';
import { count } from '../../schema.ts';

export const judgeOptions = z
  .strictObject({
    model: z.string().min(1).describe('Name of the judging model, as the server knows it.'),
    family: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Family of the judge: a system of the same family is warned about, as is one of the same model.',
      ),
    ...endpointKeys,
    prompt: z.string().min(1).describe('Prompt file of the mode; `prompts/judge-*.md` are brought along.'),
    mode: z
      .enum(['pairwise', 'listwise'])
      .default('pairwise')
      .describe('Two texts at a time, each pair in both orders; or all at a time, in several orders.'),
    by: z
      .string()
      .min(1)
      .default('mbr')
      .describe('Column that chooses who is judged: `mbr`, or a scorer before this one.'),
    top_k: count.min(2).max(16).default(4).describe('Texts of a dialogue that are judged.'),
    lambda: z
      .number()
      .min(0)
      .default(0)
      .describe('What likeness to those chosen before costs a text: 0 judges the best, whatever they say.'),
    comparisons: count
      .max(120)
      .default(6)
      .describe('Pairwise: most pairs a dialogue, each of which is two questions.'),
    shuffles: count.max(32).default(2).describe('Listwise: orders a dialogue, each of which is a question.'),
    ...steadyKeys,
  })
  .refine(({ mode, top_k, comparisons }) => mode === 'listwise' || comparisons >= top_k - 1, {
    path: ['comparisons'],
    error: 'at least `top_k` − 1: fewer leave texts that nobody is compared with',
  });

export type JudgeOptions = z.output<typeof judgeOptions>;
