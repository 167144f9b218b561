/** `mbr`: the utility and who votes with what weight. */
import { z } from 'zod';
import { votesOptions } from '../rerank/votes.ts';
import { weight } from '../schema.ts';

/** The metric and how its parts are mixed. Other keys are options of the metric. */
export const utilitySchema = z.looseObject({
  metric: z.string().default('rouge-1.0.1').describe('Metric that compares two candidates.'),
  weights: z
    .record(z.string(), weight)
    .optional()
    .describe('Weight of each of the metric’s scores. Default: `rouge1`, `rouge2` and `rougeL` alike.'),
});

export const mbrSchema = z.strictObject({
  utility: utilitySchema.prefault({}).describe('u(hypothesis, reference) and how its parts are mixed.'),
  votes: votesOptions.prefault({}).describe('Who votes, with what weight.'),
});
