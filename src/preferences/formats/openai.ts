/** OpenAI's preference fine-tuning (method `dpo`). */
import { checkOpenai } from '../check/openai.ts';
import { definePairFormat } from './define.ts';
import { answerOf, plainMessages } from './messages.ts';

export const openai = definePairFormat({
  name: 'openai',
  about: 'OpenAI preference fine-tuning: `input.messages`, `preferred_output`, `non_preferred_output`.',
  rows: (pair) => [
    {
      input: { messages: plainMessages(pair.prompt) },
      preferred_output: [answerOf(pair.chosen)],
      non_preferred_output: [answerOf(pair.rejected)],
    },
  ],
  check: checkOpenai,
});
