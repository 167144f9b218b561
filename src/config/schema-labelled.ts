/** `labelled`: dialogues with references, and the same systems' outputs on them. */
import { z } from 'zod';
import { plainName } from '../schema.ts';
import { labelledDatasetForms } from './schema-dataset.ts';

const pattern = z.string().min(1).meta({ title: 'a path or pattern' });

/** One file of a system's outputs on the labelled dialogues. Other keys replace the system's own options there. */
export const labelledSystemSchema = z.looseObject({
  id: plainName.optional().describe('Id of the system. Default: the file name without extension.'),
  path: pattern.describe('File with the outputs.'),
});

const labelledSystem = z.union([pattern, labelledSystemSchema]);

export const labelledSchema = z.strictObject({
  dataset: labelledDatasetForms.describe('Dialogues with references: a path, or the same keys as `dataset`.'),
  systems: z
    .union([pattern, z.array(labelledSystem).min(1)])
    .optional()
    .describe('Outputs of the systems of kind `file` on these dialogues, matched by file name.'),
  allow_overlap: z
    .boolean()
    .default(false)
    .describe('Accept dialogues that are also in `dataset`; the gains measured are then too high.'),
  fitted_on: z
    .record(plainName, z.union([pattern, z.array(z.string().min(1))]))
    .optional()
    .describe(
      'Dialogues a system was itself trained on (ids, a `.txt` with an id a line, or a table with ids): it gives no ' +
        'candidates there.',
    ),
});
