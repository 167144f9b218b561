/** `systems`: who gives candidates. Keys beside the common ones are options of the generator named by `kind`. */
import { z } from 'zod';
import { plainName, weight } from '../schema.ts';

/** Keys that every system has, whatever its `kind`. */
export const systemKeys = {
  id: plainName
    .optional()
    .describe(
      'Name in outputs and reports. Default: the file name without extension; needed without `path`.',
    ),
  kind: z.string().default('file').describe('Generator that gives the candidates.'),
  family: plainName
    .optional()
    .describe('Systems of one pipeline share a family: they have one vote together.'),
  prior: weight
    .optional()
    .describe('Relative weight before any text is seen; 1 where none is set. Ties and `best-prior` use it.'),
  optional: z
    .boolean()
    .default(false)
    .describe('Skip the system, and say so, where a variable it needs is not set.'),
};

/** Long form of one system: the common keys, and options that the generator's own schema checks. */
export const systemSchema = z.looseObject(systemKeys);

const pattern = z.string().min(1).meta({ title: 'a path or pattern' });

/** One entry of `systems`: a path or pattern of files, or the long form. */
export const systemForms = z.union([pattern, systemSchema]);

/** `systems`: a list, or one path or pattern. */
export const systemsForms = z.union([pattern, z.array(systemForms).min(1)]);
