/** TRL's standard preference format: plain texts, for models without a chat template. */
import { checkTrlStandard } from '../check/trl-standard.ts';
import { definePairFormat } from './define.ts';
import { promptText } from './messages.ts';

export const trlStandard = definePairFormat({
  name: 'trl-standard',
  about: 'TRL `DPOTrainer` without a chat template: `prompt`, `chosen` and `rejected` as texts.',
  rows: (pair) => [
    { prompt: promptText(pair.prompt), chosen: pair.chosen.text, rejected: pair.rejected.text },
  ],
  check: checkTrlStandard,
});
