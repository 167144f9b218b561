/** What a report shows of `second-stage.json` and `training.json`; parts that a file lacks are left out of the page. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

const gain = z.looseObject({ mean: z.number(), low: z.number(), high: z.number() });

const learnedSchema = z.looseObject({
  inputs: z.unknown(),
  dialogues: z.number(),
  best_single: z.string(),
  chosen: z.string(),
  summary: z.string().catch(''),
  systems: z
    .array(z.looseObject({ id: z.string(), skill: z.number().nullable(), weight: z.number() }))
    .catch([]),
  ladder: z.array(z.looseObject({ rung: z.string(), gain })).catch([]),
  model: z
    .looseObject({
      learner: z.string(),
      features: z.array(z.looseObject({ name: z.string(), weight: z.number() })),
    })
    .nullable()
    .catch(null),
});

const trainingSchema = z.looseObject({
  inputs: z.unknown(),
  curve: z.array(
    z.looseObject({
      dialogues: z.number(),
      rungs: z.array(z.looseObject({ rung: z.string(), gain })),
    }),
  ),
  systems: z.array(z.looseObject({ id: z.string(), adds: gain.nullable() })).catch([]),
});

/** Fields are named as in the files. */
export interface LearnedFacts extends z.output<typeof learnedSchema> {
  /** What `train` found out beside; undefined where it was not asked, or about other inputs. */
  readonly training: z.output<typeof trainingSchema> | undefined;
}

/** Undefined where the second stage is of another kind: the report then does without. */
export const learnedFacts = (secondStage: unknown, training?: unknown): LearnedFacts | undefined => {
  const learned = learnedSchema.safeParse(secondStage).data;
  if (!learned) return undefined;
  const { data } = trainingSchema.safeParse(training);
  return { ...learned, training: isDeepStrictEqual(data?.inputs, learned.inputs) ? data : undefined };
};
