/** `pairs check --for trl-standard`: TRL's `DPOTrainer` with a model that has no chat template. */
import { readPaired, trlHabits } from './dpo.ts';
import type { Loader } from './loader.ts';
import { checkRows } from './rows.ts';
import type { CheckContext, Finding, PairFile } from './types.ts';

const who = 'DPOTrainer';

const loader: Loader = {
  name: who,
  ...trlHabits,
  read(row, add) {
    const lists = ['prompt', 'chosen', 'rejected'].filter((name) => Array.isArray(row[name]));
    if (lists.length === 0) return readPaired(row, who, add);
    add(
      'messages-type',
      'reject',
      `${lists.join(', ')}: messages need a chat template, and a model without one stops there`,
    );
    return undefined;
  },
};

export const checkTrlStandard = (file: PairFile, context: CheckContext): AsyncIterable<Finding> =>
  checkRows(file, context, loader);
