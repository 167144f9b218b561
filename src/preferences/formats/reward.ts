/** TRL's format for reward models: the prompt stands in both sides, and `margin` says by how much the chosen one is better. */
import { checkReward } from '../check/reward.ts';
import { definePairFormat } from './define.ts';
import { answerOf, plainMessages } from './messages.ts';

export const reward = definePairFormat({
  name: 'reward',
  about: 'TRL `RewardTrainer`: `chosen` and `rejected` as whole conversations, with `margin`.',
  decimals: ['margin'],
  rows: (pair) => [
    {
      chosen: [...plainMessages(pair.prompt), answerOf(pair.chosen)],
      rejected: [...plainMessages(pair.prompt), answerOf(pair.rejected)],
      margin: pair.margin,
    },
  ],
  check: checkReward,
});
