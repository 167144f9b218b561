/** LLaMA-Factory's `sharegpt` formatting with `ranking`: whole conversations, for prompts of any number of turns. */
import { checkLlamafactorySharegpt } from '../check/llamafactory-sharegpt.ts';
import { definePairFormat } from './define.ts';
import { datasetInfo } from './llamafactory-info.ts';

const speaker = { system: 'system', user: 'human', assistant: 'gpt' } as const;

const columns = {
  messages: 'conversations',
  system: 'system',
  chosen: 'chosen',
  rejected: 'rejected',
} as const;

export const llamafactorySharegpt = definePairFormat({
  name: 'llamafactory-sharegpt',
  about: 'LLaMA-Factory `sharegpt` with `ranking: true`, and its `dataset_info.json`.',
  rows: ({ prompt, chosen, rejected }) => {
    const system = prompt[0]?.role === 'system' ? prompt[0].content : '';
    return [
      {
        conversations: prompt
          .filter(({ role }) => role !== 'system')
          .map(({ role, content }) => ({ from: speaker[role], value: content })),
        ...(system === '' ? {} : { system }),
        chosen: { from: 'gpt', value: chosen.text },
        rejected: { from: 'gpt', value: rejected.text },
      },
    ];
  },
  files: (context) => datasetInfo(context, { formatting: 'sharegpt', ranking: true }, columns),
  check: checkLlamafactorySharegpt,
});
