/** `mbr`: the utility and who votes with what weight. */
import { z } from 'zod';
import { plainName, share, weight } from '../schema.ts';

/** The metric and how its parts are mixed. Other keys are options of the metric. */
export const utilitySchema = z.looseObject({
  metric: z.string().default('rouge-1.0.1').describe('Metric that compares two candidates.'),
  weights: z
    .record(z.string(), weight)
    .optional()
    .describe('Weight of each of the metric’s scores. Default: `rouge1`, `rouge2` and `rougeL` alike.'),
});

export const votesSchema = z.strictObject({
  by: z
    .union([z.literal('all'), z.array(plainName).min(1)])
    .default('all')
    .describe('Systems whose candidates vote: all, or a list of ids.'),
  weights: z
    .enum(['uniform', 'prior', 'skill'])
    .default('uniform')
    .describe('Weight of a vote: alike, by `prior`, or by the skill measured on `labelled`.'),
  clusters: z
    .enum(['one-vote', 'none'])
    .default('one-vote')
    .describe('Whether near-copies and families share one vote.'),
  cluster_threshold: share
    .default(0.85)
    .describe('Mean symmetric utility above which two systems count as near-copies.'),
});

export const mbrSchema = z.strictObject({
  utility: utilitySchema.prefault({}).describe('u(hypothesis, reference) and how its parts are mixed.'),
  votes: votesSchema.prefault({}).describe('Who votes, with what weight.'),
});
