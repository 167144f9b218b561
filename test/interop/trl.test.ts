/**
 * TRL 1.16.0 and datasets 5.0.1 (`pip install trl datasets`): `load_dataset`, then the trainers' own `_prepare_dataset` and collators,
 * with a tokenizer of a token a byte. Run with HAPUI_PYTHON=/path/to/python.
 */
import type { PairFormatName } from '../../src/preferences/formats/index.ts';
import { promptText } from '../../src/preferences/formats/messages.ts';
import type { Pair } from '../../src/preferences/types.ts';
import { generation, interopTests, rendered } from './suite.ts';

const expected = (format: PairFormatName, { prompt, chosen, rejected, margin }: Pair) => {
  const asked = `${rendered(prompt)}${generation}`;
  const ended = (text: string) => `${text}<|im_end|>\n`;
  switch (format) {
    case 'trl':
      return [{ prompt: asked, chosen: ended(chosen.text), rejected: ended(rejected.text) }];
    case 'trl-standard':
      return [{ prompt: promptText(prompt), chosen: `${chosen.text}</s>`, rejected: `${rejected.text}</s>` }];
    case 'reward': {
      const margins = String(Math.fround(margin));
      return [
        { chosen: asked + ended(chosen.text), rejected: asked + ended(rejected.text), margin: margins },
      ];
    }
    default:
      return [
        { prompt: asked, completion: ended(chosen.text), label: true },
        { prompt: asked, completion: ended(rejected.text), label: false },
      ];
  }
};

interopTests('trl', expected, {
  'trl: json-array: one JSON array': {
    seen: 'rows',
    why: 'this version reads it whole; whatever streams or reads lines stops',
  },
});
