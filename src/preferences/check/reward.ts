/** `pairs check --for reward`: TRL's `RewardTrainer`, which compares whole conversations and takes a `margin`. */
import { readPaired, trlHabits } from './dpo.ts';
import { type Add, type Loader, type Row, typeName } from './loader.ts';
import { checkRows } from './rows.ts';
import type { CheckContext, Finding, PairFile } from './types.ts';

const who = 'RewardTrainer';

const checkMargin = (row: Row, add: Add): void => {
  const { margin } = row;
  if (margin === undefined || margin === null) return; // a row without one where others have it: the schema has said so
  if (typeof margin !== 'number')
    add('margin-type', 'reject', `margin is ${typeName(margin)}, not a number: ${who} stops`);
  else if (margin <= 0)
    add(
      'margin-sign',
      'mangle',
      `margin is ${margin}: the rejected side may score as high as the chosen one, or higher`,
    );
};

const loader: Loader = {
  name: who,
  ...trlHabits,
  lengths: {
    maxTokens: 1024,
    tooLong: ['drop', 'the row is dropped'],
    promptTooLong: ['drop', 'the row is dropped'],
  },
  read(row, add) {
    checkMargin(row, add);
    return readPaired(row, who, add);
  },
};

export const checkReward = (file: PairFile, context: CheckContext): AsyncIterable<Finding> =>
  checkRows(file, context, loader);
