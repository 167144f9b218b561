/** `rerank`: further scorers. Keys beside the common ones are options of the scorer named by `kind`. */
import { z } from 'zod';
import { plainName } from '../schema.ts';

export const scorerKeys = {
  id: plainName.describe('Name of the column of scores, as `ensemble.fuse.weights` uses it.'),
  kind: z.string().describe('Scorer that computes the column.'),
};

export const rerankSchema = z.array(z.looseObject(scorerKeys));
