/** `pairs check --for openai`: the documented format of OpenAI's preference fine-tuning (method `dpo`). */
import { type Add, type Answer, type Example, isObject, type Loader, type Row, typeName } from './loader.ts';
import { type MessageRules, readMessages, sharedMessages, textOf } from './messages.ts';
import { checkRows } from './rows.ts';
import type { CheckContext, Finding, PairFile } from './types.ts';

const who = 'the service';

const fewestRows = 10;
const largestFile = 512 * 1024 * 1024;

const rules: MessageRules = {
  role: 'role',
  content: 'content',
  roles: ['system', 'developer', 'user', 'assistant', 'tool'],
  unreadable: ['reject', `${who} refuses the file`],
  otherContent: ['reject', `${who} takes text alone with this method`],
};

const known = {
  row: ['input', 'preferred_output', 'non_preferred_output'],
  input: ['messages', 'tools', 'parallel_tool_calls'],
} as const;

const checkKeys = (value: Row, keys: readonly string[], where: string, add: Add): void => {
  for (const key of Object.keys(value))
    if (!keys.includes(key))
      add('unknown-key', 'reject', `${where}${key} is not part of the format: ${who} refuses the file`);
};

const readOutput = (row: Row, name: string, add: Add): Answer | undefined => {
  if (row[name] === undefined) return undefined;
  const messages = readMessages(row[name], name, rules, add);
  if (!messages) return undefined;
  const other = messages.find(({ role }) => role !== 'assistant' && role !== 'tool');
  if (other || !messages.some(({ role }) => role === 'assistant')) {
    const said = other ? `has a turn of the ${other.role}` : 'has no turn of the assistant';
    add('answer-role', 'reject', `${name} ${said}: only assistant and tool may stand there`);
    return undefined;
  }
  if (messages.length > 1)
    add(
      'answer-count',
      'mangle',
      `${name} has ${messages.length} messages: only the last turn of the assistant is trained on`,
    );
  return { name, text: textOf(messages) };
};

const read = (row: Row, add: Add): Example | undefined => {
  checkKeys(row, known.row, '', add);
  const { input } = row;
  const answers = [readOutput(row, 'preferred_output', add), readOutput(row, 'non_preferred_output', add)];
  if (!isObject(input)) {
    if (input !== undefined)
      add(
        'messages-type',
        'reject',
        `input is ${typeName(input)}, not an object with messages: ${who} refuses the file`,
      );
    return undefined;
  }
  checkKeys(input, known.input, 'input.', add);
  const messages = readMessages(input.messages, 'input.messages', rules, add);
  if (!messages) return undefined;
  if (messages.at(-1)?.role === 'assistant')
    add(
      'prompt-end',
      'reject',
      'input.messages ends with a turn of the assistant: the outputs must be the last one',
    );
  const [preferred, other] = answers;
  if (!preferred || !other) return undefined;
  const repeated = [row.preferred_output, row.non_preferred_output].every(
    (output) => Array.isArray(output) && sharedMessages(messages, output) === messages.length,
  );
  if (repeated) add('prompt-repeated', 'mangle', 'the outputs begin with the input: it is there twice');
  return { prompt: textOf(messages), answers: [preferred, other], templated: true };
};

const loader: Loader = {
  name: who,
  reads: 'lines',
  required: () => known.row,
  edgeSpace: ['warn', 'it is learned as part of the answer'],
  emptySide: ['reject', `${who} refuses the file`],
  lengths: {
    maxTokens: 65_536,
    tooLong: ['cut', 'the row is cut at the limit of the model'],
    promptTooLong: ['cut', 'the row is cut at the limit of the model'],
  },
  read,
  end(add, { rows, bytes }) {
    if (rows < fewestRows)
      add('too-few-rows', 'reject', `the file has ${rows} rows: ${who} takes ${fewestRows} and more`);
    if (bytes > largestFile)
      add('over-size', 'reject', `the file has ${bytes} bytes: ${who} takes at most ${largestFile}`);
  },
};

export const checkOpenai = (file: PairFile, context: CheckContext): AsyncIterable<Finding> =>
  checkRows(file, context, loader);
