/** TRL's conversational preference format with an explicit prompt: what `DPOTrainer` recommends. */
import { checkTrl } from '../check/trl.ts';
import { definePairFormat } from './define.ts';
import { answerOf, plainMessages } from './messages.ts';

export const trl = definePairFormat({
  name: 'trl',
  about: 'TRL `DPOTrainer`: `prompt`, `chosen` and `rejected` as message lists.',
  rows: (pair) => [
    {
      prompt: plainMessages(pair.prompt),
      chosen: [answerOf(pair.chosen)],
      rejected: [answerOf(pair.rejected)],
    },
  ],
  check: checkTrl,
});
