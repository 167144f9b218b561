/** The parts of `run.json` and `second-stage.json` that a report shows. What an older file lacks is left out of the page. */
import { z } from 'zod';

const number = z.number().nullable().catch(null);
const scores = z
  .looseObject({
    score: z.number(),
    interval: z.looseObject({ low: z.number(), high: z.number() }).optional().catch(undefined),
  })
  .nullable()
  .catch(null);
const counts = z.record(z.string(), z.number()).catch({});

/** Answers that were asked for, and what they cost. */
const answersSchema = z.looseObject({
  found: z.number(),
  made: z.number(),
  quarantined: z.number(),
  report: z
    .looseObject({
      requests: number.optional(),
      input_tokens: number.optional(),
      output_tokens: number.optional(),
      cost_usd: number.optional(),
    })
    .nullable()
    .catch(null),
});

const factsSchema = z.looseObject({
  hapui: z.string(),
  name: z.string(),
  seed: z.number(),
  signature: z.string(),
  inputs: z
    .looseObject({ dataset: z.looseObject({ path: z.string(), rows: z.number(), sha256: z.string() }) })
    .optional()
    .catch(undefined),
  dialogues: z.number(),
  dialogues_in_dataset: number,
  selection: z.looseObject({
    policy: z.looseObject({ name: z.string() }),
    rung: z.string().nullable(),
  }),
  clusters: z.array(
    z.looseObject({
      systems: z.array(z.string()),
      reason: z.string(),
      similarity: z.number().optional().catch(undefined),
    }),
  ),
  effective_voters: number,
  votes: z.looseObject({
    voters: z.array(z.string()),
    weight: z.array(z.number()),
    cluster: z.array(z.int()),
  }),
  similarity: z.array(z.number().nullable()).catch([]),
  warnings: z.array(z.string()).catch([]),
  systems: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string().catch(''),
      family: z.string().nullable().catch(null),
      prior: number,
      skill: number,
      covered: number,
      wins: number,
      mean_length: number,
      mean_expected_utility: number,
      scores,
    }),
  ),
  result: z
    .looseObject({ fallbacks: number, mean_length: number, scores, oracle: number })
    .catch({ fallbacks: null, mean_length: null, scores: null, oracle: null }),
  gain: z
    .looseObject({
      best: z.string(),
      bestScore: z.number(),
      mean: z.number(),
      low: z.number(),
      high: z.number(),
    })
    .nullable()
    .catch(null),
  counts: z
    .looseObject({ candidates: counts, gates: counts, decisions: counts, quarantined: number })
    .catch({ candidates: {}, gates: {}, decisions: {}, quarantined: null }),
  generated: z.array(answersSchema.extend({ id: z.string() })).catch([]),
  scored: z.array(answersSchema.extend({ id: z.string() })).catch([]),
  written: answersSchema.nullable().catch(null),
  skipped: z.array(z.looseObject({ id: z.string() })).catch([]),
  workers: number,
  seconds: counts,
});

/** What a report says about a run as a whole; fields are named as in `run.json`. */
export type ReportFacts = z.output<typeof factsSchema>;
export type SystemFacts = ReportFacts['systems'][number];

/** Reads a manifest; throws where it is none. */
export const factsOf = (manifest: unknown): ReportFacts => factsSchema.parse(manifest);

/** Who was asked for answers: systems that generate, scorers that ask a server, and the merger that does. */
export const answersOf = ({ generated, scored, written }: ReportFacts): ReportFacts['generated'] => [
  ...generated,
  ...scored
    .filter(({ report }) => typeof report?.requests === 'number')
    .map((scorer) => ({ ...scorer, id: `rerank.${scorer.id}` })),
  ...(written ? [{ ...written, id: 'ensemble.merge' }] : []),
];

/** Mean utility between two systems, by place; null where they never meet, or are one. */
export const similarityOf = ({ similarity, systems }: ReportFacts, a: number, b: number): number | null =>
  a === b ? null : (similarity[a * systems.length + b] ?? null);
