/** `dataset`: the dialogues, their ids and their order. */
import { z } from 'zod';
import { encodings } from '../dialogues/input/input.ts';
import { plainName } from '../schema.ts';

/** A path, relative to the config's folder. */
export const path = z.string().min(1).meta({ title: 'a path' });
const column = z.string().min(1).meta({ title: 'the name of a column' });

/** Names of cleaning rules; the rules themselves are looked up in the table. */
export const clean = z.array(z.string()).meta({ title: 'a list of cleaning rules' });

/** Long form of `dataset`. */
export const datasetSchema = z.strictObject({
  path: path
    .optional()
    .describe('File with the dialogues. Without it, ids and order come from the first system.'),
  format: z
    .enum(['auto', 'csv', 'tsv', 'jsonl', 'lines', 'pool'])
    .default('auto')
    .describe(
      'Format of the file; `auto` goes by its name and first row. A `pool` brings its candidates along.',
    ),
  encoding: z.enum(encodings).default('utf-8').describe('Text encoding of the file.'),
  columns: z
    .strictObject({
      id: column.optional().describe('Column of the ids; recognised by name when absent.'),
      dialogue: column.optional().describe('Column of the dialogues; recognised by name when absent.'),
      reference: z
        .union([column, z.array(column).min(1)])
        .optional()
        .describe('Column of the human-written summaries, or several of them.'),
      topic: column.optional().describe('Column of the topics.'),
    })
    .prefault({})
    .describe('Which column is what.'),
  clean: clean.optional().describe('Same as the key `clean` of the whole config.'),
  systems: z
    .array(plainName)
    .min(1)
    .optional()
    .describe('Of a pool file: the systems that take part. Default: all.'),
  families: z
    .record(plainName, z.array(plainName).min(1))
    .optional()
    .describe('Of a pool file: systems that come from one pipeline, by the name of the family.'),
});

/** `dataset` as a user may write it: a path, or the long form. */
export const datasetForms = z.union([path, datasetSchema]);

/** `labelled.dataset`: cleaned by the same rules as `dataset`. */
export const labelledDatasetForms = z.union([
  path,
  datasetSchema.omit({ clean: true }).extend({ path: path.describe('File with the dialogues.') }),
]);
