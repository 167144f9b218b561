/** `tune`: options of generating systems that `hapui tune` searches. */
import { z } from 'zod';
import { count, plainName } from '../schema.ts';

const value = z.union([z.string(), z.number(), z.boolean()]).meta({ title: 'a text, number, true or false' });

/** A finer ladder is none: values are drawn with four significant digits. */
const mostSteps = 1_000_000;

const range = z
  .strictObject({
    from: z.number().describe('Least value.'),
    to: z.number().describe('Greatest value.'),
    step: z.number().positive().optional().describe('Only `from`, `from` + `step`, … Default: any number.'),
    log: z
      .boolean()
      .default(false)
      .describe('Draw on a logarithmic scale: as many below the geometric mean as above.'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'a number from `from`' })
  .refine(({ from, log }) => !log || from > 0, { path: ['from'], error: 'a number above 0 with `log`' })
  .refine(({ from, to, step }) => step === undefined || (to - from) / step < mostSteps, {
    path: ['step'],
    error: `at most ${mostSteps} steps from \`from\` to \`to\`; without a step any number is drawn`,
  })
  .refine(({ step, log }) => step === undefined || !log, { path: ['log'], error: 'no `step` beside it' });

export const tuneSchema = z.strictObject({
  trials: count
    .max(1000)
    .default(16)
    .describe('Settings that are drawn for each system, beside the config’s own.'),
  dialogues: count
    .default(16)
    .describe('Labelled dialogues of the first round; each round keeps half of the trials and doubles them.'),
  systems: z
    .record(
      plainName,
      z.record(z.string().min(1), z.union([z.array(value).min(1), range])).meta({
        title: 'a map of options, each a list of values or { from, to, step, log }',
      }),
    )
    .describe(
      'By id of a generating system: its options, written with dots as for `--set` (`generate.beams`), and what they may be.',
    ),
});
