/** Axolotl's `chat_template.default` for DPO, and the part of its YAML that loads the files. */
import { stringify } from 'yaml';
import { checkAxolotl } from '../check/axolotl.ts';
import { definePairFormat, type FormatContext } from './define.ts';
import { plainMessages } from './messages.ts';

/** Roles and fields are what the strategy takes by default; they are written out so that the file says what it reads. */
const loading = {
  type: 'chat_template.default',
  field_messages: 'messages',
  field_chosen: 'chosen',
  field_rejected: 'rejected',
  message_property_mappings: { role: 'role', content: 'content' },
  roles: { system: ['system'], user: ['user'], assistant: ['assistant'] },
};

const yamlOf = ({ splits }: FormatContext): string => {
  // `split` is the one inside the file: every JSONL file that `datasets` opens by itself has one, called train
  const entry = (file: string) => ({ path: file, ds_type: 'json', split: 'train', ...loading });
  const [first, ...others] = splits.map(({ file }) => entry(file));
  const config = {
    rl: 'dpo',
    chat_template: 'tokenizer_default',
    datasets: first === undefined ? [] : [first],
    ...(others.length === 0 ? {} : { test_datasets: others.slice(0, 1) }),
  };
  return `# Paths are relative to the folder in which axolotl is started.\n${stringify(config, { aliasDuplicateObjects: false })}`;
};

export const axolotl = definePairFormat({
  name: 'axolotl',
  about:
    'Axolotl `chat_template.default` (DPO): `messages`, `chosen` and `rejected`, and the YAML that loads it.',
  rows: (pair) => [
    {
      messages: plainMessages(pair.prompt),
      chosen: { role: 'assistant', content: pair.chosen.text },
      rejected: { role: 'assistant', content: pair.rejected.text },
    },
  ],
  files: (context) => ({ 'axolotl.yaml': yamlOf(context) }),
  check: checkAxolotl,
});
