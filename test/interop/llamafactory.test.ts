/**
 * LLaMA-Factory 0.9.5 with datasets 4.0.0: `dataset_info.json`, its converters and its processor of pairs, template `chatml`. Run with
 * HAPUI_PYTHON_LLAMAFACTORY=/path/to/python where it has an environment of its own.
 */
import type { Pair } from '../../src/preferences/types.ts';
import { generation, interopTests, rendered } from './suite.ts';

interopTests(
  'llamafactory',
  (_, { prompt, chosen, rejected }: Pair) => [
    {
      prompt: `${rendered(prompt)}${generation}`,
      chosen: `${chosen.text}<|im_end|>\n`,
      rejected: `${rejected.text}<|im_end|>\n`,
    },
  ],
  {},
);
