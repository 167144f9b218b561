/** `pairs check --for trl`: TRL's `DPOTrainer` with a model that has a chat template. */
import { readPaired, trlHabits } from './dpo.ts';
import type { Loader } from './loader.ts';
import { checkRows } from './rows.ts';
import type { CheckContext, Finding, PairFile } from './types.ts';

const who = 'DPOTrainer';

const loader: Loader = { name: who, ...trlHabits, read: (row, add) => readPaired(row, who, add) };

export const checkTrl = (file: PairFile, context: CheckContext): AsyncIterable<Finding> =>
  checkRows(file, context, loader);
