/**
 * Axolotl 0.19.0 with datasets 4.8.4: `axolotl.yaml`, its dataset loading, `chat_template.default` and its filter of long rows. Run with
 * HAPUI_PYTHON_AXOLOTL=/path/to/python where it has an environment of its own.
 */
import type { Pair } from '../../src/preferences/types.ts';
import { generation, interopTests, rendered } from './suite.ts';

interopTests(
  'axolotl',
  (_, { prompt, chosen, rejected }: Pair) => [
    {
      prompt: `${rendered(prompt)}${generation}`,
      chosen: `${chosen.text}<|im_end|>`,
      rejected: `${rejected.text}<|im_end|>`,
    },
  ],
  {
    'axolotl: edge-space: an answer that begins with a space': {
      seen: 'error',
      why: 'ChatML ends with a line break, so the last character is nothing once it is stripped',
    },
  },
);
