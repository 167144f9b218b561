/** What a report shows of `second-stage.json`; parts that a file lacks are left out of the page. */
import { z } from 'zod';

const gain = z.looseObject({ mean: z.number(), low: z.number(), high: z.number() });

const point = z.looseObject({
  dialogues: z.number(),
  gain,
});

const learnedSchema = z.looseObject({
  dialogues: z.number(),
  best_single: z.string(),
  chosen: z.string(),
  summary: z.string().catch(''),
  systems: z
    .array(
      z.looseObject({
        id: z.string(),
        skill: z.number().nullable(),
        weight: z.number(),
      }),
    )
    .catch([]),
  ladder: z
    .array(z.looseObject({ rung: z.string(), score: z.number(), gain, chosen_in: z.number().catch(0) }))
    .catch([]),
  curve: z.array(point).optional().catch(undefined),
});

/** Fields are named as in `second-stage.json`. */
export type LearnedFacts = z.output<typeof learnedSchema>;

/** Undefined where the file is of another kind: the report then does without. */
export const learnedFacts = (secondStage: unknown): LearnedFacts | undefined =>
  learnedSchema.safeParse(secondStage).data;
