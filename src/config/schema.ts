/** The whole of `ensemble.yaml`, section by section: the one place for types, defaults and help texts. */
import { z } from 'zod';
import { gateForms } from '../ensemble/gates/options.ts';
import { plainName, wholeNumber } from '../schema.ts';
import { clean, datasetForms, path } from './schema-dataset.ts';
import { deadlinesSchema } from './schema-deadlines.ts';
import { ensembleSchema } from './schema-ensemble.ts';
import { labelledSchema } from './schema-labelled.ts';
import { mbrSchema } from './schema-mbr.ts';
import { outputSchema } from './schema-output.ts';
import { preferencesSchema } from './schema-preferences.ts';
import { rerankSchema } from './schema-rerank.ts';
import { systemsForms } from './schema-systems.ts';
import { tuneSchema } from './schema-tune.ts';

/** A tokenizer by name, or with options: `{model: tokenizer.json}`, `{name: morpheme, …}`. */
export const tokenizerForms = z.union([
  z.string().min(1).meta({ title: 'the name of a tokenizer' }),
  z.looseObject({
    name: z.string().optional().describe('Name of the tokenizer, where its options stand beside it.'),
  }),
]);

export const fileSchema = z.strictObject({
  version: z.literal(1).default(1).describe('Version of this format.'),
  name: plainName
    .regex(/^(?!\.store$)/u, 'a name other than .store, where answers are kept')
    .optional()
    .describe('Name of the run and of its folder. Default: the config’s file name without extension.'),
  seed: wholeNumber.default(42).describe('Seed of everything random.'),
  dataset: datasetForms.optional().describe('The dialogues: a path, or the keys below.'),
  clean: clean
    .optional()
    .describe('Cleaning rules for dialogues and candidates, for comparison only. Default: all; `[]`: none.'),
  tokenizer: tokenizerForms
    .optional()
    .describe(
      'What a token is, in every score. Default: the metric’s own where it has one, else `character`.',
    ),
  systems: systemsForms
    .optional()
    .describe('Who gives candidates. Only a pool file as `dataset` makes this key unnecessary.'),
  labelled: labelledSchema.optional().describe('Dialogues with references, to learn from.'),
  gates: gateForms.prefault({}).describe('Which candidates may vote but not win; `none` lets all win.'),
  mbr: mbrSchema.prefault({}).describe('Expected utility of a candidate under the votes of the others.'),
  rerank: rerankSchema.default([]).describe('Further scorers.'),
  ensemble: ensembleSchema.prefault({}).describe('How the summary of a dialogue is picked or written.'),
  output: outputSchema.prefault({}).describe('Where results go and how they look.'),
  allow_download: z.boolean().default(false).describe('Whether models may be fetched from the hub.'),
  fsync: z
    .enum(['every', 'second'])
    .default('every')
    .describe('When stored answers are forced to disk: each one, or once a second.'),
  plugins: z
    .array(path)
    .default([])
    .describe(
      'Modules whose default export is a list of definitions. They are code: name only what you trust.',
    ),
  preferences: preferencesSchema.prefault({}).describe('Preference pairs for `hapui pairs`.'),
  tune: tuneSchema.optional().describe('What `hapui tune` searches beside the weights of `ensemble.fuse`.'),
  deadlines: deadlinesSchema.prefault({}).describe('How long hapui waits before it calls something hung.'),
});

/** The checked file, defaults filled in, short forms still short. */
export type ConfigFile = z.output<typeof fileSchema>;
