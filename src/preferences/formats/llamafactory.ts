/** LLaMA-Factory's `alpaca` formatting with `ranking`, and the `dataset_info.json` that names its columns. */
import { checkLlamafactory } from '../check/llamafactory.ts';
import { definePairFormat } from './define.ts';
import { datasetInfo } from './llamafactory-info.ts';
import { promptParts } from './messages.ts';

/** LLaMA-Factory's name of a column → ours. `columns` replaces all of its defaults, so each is named. */
const columns = {
  prompt: 'instruction',
  system: 'system',
  history: 'history',
  chosen: 'chosen',
  rejected: 'rejected',
} as const;

export const llamafactory = definePairFormat({
  name: 'llamafactory',
  about: 'LLaMA-Factory `alpaca` with `ranking: true`, and its `dataset_info.json`.',
  rows(pair) {
    const { system, history, instruction } = promptParts(pair.prompt);
    return [
      {
        instruction,
        ...(system === '' ? {} : { system }),
        ...(history.length === 0 ? {} : { history }),
        chosen: pair.chosen.text,
        rejected: pair.rejected.text,
      },
    ];
  },
  files: (context) => datasetInfo(context, { ranking: true }, columns),
  check: checkLlamafactory,
});
