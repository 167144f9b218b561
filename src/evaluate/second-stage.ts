/** `second-stage.json`: what was learned from labelled dialogues, readable by people and by a later run. */
import { z } from 'zod';
import { ConfigError, firstFew, InputError } from '../errors.ts';
import { circumstances } from '../rerank/features/wording.ts';

const gain = z.strictObject({
  mean: z.number(),
  low: z.number().describe('Lower end of the 95 % interval.'),
  high: z.number().describe('Upper end of the 95 % interval.'),
});

const judged = z.strictObject({
  score: z.number().describe('Mean score out of fold, in points.'),
  gain: gain.describe('Points over the best single system of the training folds.'),
  over_mbr: gain.describe('Points over uniform votes.'),
});

// Nothing that is learned comes near these bounds. Beyond them scores would overflow, and the fault would show as candidates without one.
const most = 1e9;
const size = z
  .number()
  .min(0)
  .max(most)
  .refine((value) => value === 0 || value >= 1 / most, { error: `0 or at least ${1 / most}` });
const odds = z.number().min(0).max(most);

/** A linear score of candidates: Σ weight · (feature − its mean over the candidates that may win) / scale. */
const model = z.strictObject({
  learner: z.enum(['pairwise-logistic', 'ridge']),
  strength: z.number().describe('Of regularisation: C of the pairwise logistic regression, alpha of ridge.'),
  examples: z.int().describe('Pairs, or candidates under ridge, that it was taught with.'),
  features: z
    .array(
      z.strictObject({
        name: z.string(),
        scale: size.describe('Deviation within the dialogues; 0 where it never differs.'),
        weight: z.number().min(-most).max(most).describe('Score of one such deviation.'),
      }),
    )
    .describe('The strongest first.'),
});

export type LearnedModel = z.output<typeof model>;

const usage = z.strictObject({
  base: z
    .array(odds)
    .length(circumstances)
    .describe('Odds that a reference says what candidates say, by circumstance.'),
  systems: z
    .array(odds)
    .describe('What they are multiplied by where a system says it, in the order of `systems`.'),
  length: size.describe('Mean number of distinct ones in a reference.'),
});

const asMap = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : value;

/** How references are worded: what the features `lexicon.*` are computed from. */
const lexicon = z.strictObject({
  words: usage,
  pairs: usage,
  odds: z
    // A record of zod's own would lose the word `__proto__`.
    .preprocess(asMap, z.map(z.string(), odds))
    .transform((known) => Object.fromEntries(known))
    .describe('Word, or pair with a space between → its odds by those of all that are said like it.'),
});

/** Points are 100 × the score; `skill` is on the 0–1 scale. */
export const secondStageSchema = z.strictObject({
  version: z.literal(1),
  signature: z.string().describe('Everything that changes the scores.'),
  inputs: z.record(z.string(), z.string()).describe('Input → SHA-256 of what was learned from.'),
  seen: z
    .array(z.string())
    .optional()
    .describe('Of every dialogue that was learned from: the first digits of the SHA-256 of its text.'),
  dialogues: z.int(),
  groups: z.int().describe('Dialogues that are no near-duplicates of each other.'),
  folds: z.int(),
  repeats: z.int(),
  seed: z.int(),
  systems: z.array(
    z.strictObject({
      id: z.string(),
      skill: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .describe('Mean labelled score, 0–1; null without labelled outputs.'),
      dialogues: z.int().describe('Labelled dialogues that it covers.'),
      weight: z.number().describe('Weight of its vote under `skill`; the median where its skill is unknown.'),
      cluster: z.int(),
      intercept: z
        .number()
        .default(0)
        .describe('The feature `prior.system` of its candidates; 0 without labelled outputs.'),
    }),
  ),
  best_single: z.string(),
  ladder: z.array(
    judged.extend({
      rung: z.string(),
      chosen_in: z.int().describe('Training sets, of folds × repeats, that chose it.'),
    }),
  ),
  auto: judged.describe('The choice itself, judged on dialogues that it did not see.'),
  chosen: z.string(),
  claims_gain: z.boolean().describe('Whether the interval of the choice lies above 0.'),
  summary: z.string(),
  oracle: z.strictObject({
    score: z.number().describe('Mean of the best candidate of every dialogue, in points.'),
    share: z
      .number()
      .nullable()
      .describe(
        'Share of the way from the best single system to the oracle that `auto` went; null without a way.',
      ),
  }),
  model: model.describe('What `pairwise` and `pairwise+mbr` score with, learned on all labelled dialogues.'),
  lexicon: lexicon.optional().describe('Absent where it was learned without words.'),
});

const tellsAllSystems = ({ systems, lexicon }: SecondStage): boolean =>
  [lexicon?.words, lexicon?.pairs].every((usage) => !usage || usage.systems.length === systems.length);

/** What `train` learned. */
export type SecondStage = z.output<typeof secondStageSchema>;

/** Checks the text of a second-stage file; `where` names it in messages. */
export const parseSecondStage = (text: string, where: string): SecondStage => {
  const parsed = secondStageSchema.safeParse(readJson(text, where));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw foreign(
      [where, issue?.path.join('.')].filter(Boolean).join(' '),
      issue?.message ?? 'an unknown layout',
    );
  }
  const learned = withoutRepeats(parsed.data, where);
  if (tellsAllSystems(learned)) return learned;
  throw foreign(`${where} lexicon`, 'odds of more or fewer systems than there are');
};

const foreign = (where: string, found: string): InputError =>
  new InputError('input-value', {
    where,
    found,
    expected: 'a file that `hapui train` wrote',
    fix: 'Run `hapui train` again.',
  });

/** Of two weights for one thing, either would be the wrong one. */
const withoutRepeats = (learned: SecondStage, where: string): SecondStage => {
  const features = repeatedIn(learned.model.features.map(({ name }) => name));
  const systems = repeatedIn(learned.systems.map(({ id }) => id));
  if (features.length + systems.length === 0) return learned;
  throw new InputError('input-value', {
    where: `${where} ${features.length > 0 ? 'model.features' : 'systems'}`,
    found: `more than one entry for ${firstFew(features.length > 0 ? features : systems)}`,
    expected: 'a file that `hapui train` wrote, with each name once',
    fix: 'Run `hapui train` again.',
  });
};

const repeatedIn = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, place) => names.indexOf(name) < place)),
];

const readJson = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new InputError(
      'input-format',
      {
        where,
        found: 'no valid JSON',
        expected: 'a file that `hapui train` wrote',
        fix: 'Run `hapui train` again.',
      },
      { cause },
    );
  }
};

/** Whether `learned` may stand for these inputs as they are now: same scores, same files. */
export const isCurrent = (
  learned: SecondStage,
  { signature, inputs }: Pick<SecondStage, 'signature' | 'inputs'>,
): boolean =>
  learned.signature === signature &&
  Object.keys(inputs).length === Object.keys(learned.inputs).length &&
  Object.entries(inputs).every(([name, hash]) => learned.inputs[name] === hash);

/** Throws `incompatible-signature` where a pinned file was learned under other scores than the run's. */
export const requireSignature = (learned: SecondStage, signature: string, where: string): void => {
  if (learned.signature === signature) return;
  throw new ConfigError('incompatible-signature', {
    where,
    found: `learned under "${learned.signature}"`,
    expected: `"${signature}", as this run scores`,
    fix: 'Run `hapui train` with this config.',
  });
};
