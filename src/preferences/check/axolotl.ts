/**
 * `pairs check --for axolotl`: `chat_template.default` of Axolotl 0.19 for DPO. It renders each answer after a made-up user message and
 * looks for the answer in the result with `find`: what stands before is cut off, and so is white space at the end.
 */
import { type Add, type Answer, type Example, excerpt, type Loader, type Row } from './loader.ts';
import { disorderOf, type MessageRules, readMessage, readMessages, textOf } from './messages.ts';
import { checkRows } from './rows.ts';
import type { CheckContext, Finding, PairFile } from './types.ts';

const who = 'Axolotl';

const rules: MessageRules = {
  role: 'role',
  content: 'content',
  roles: ['system', 'user', 'assistant', 'tool'],
  unreadable: ['reject', `${who} stops`],
  otherContent: ['reject', `${who} stops`],
};

/** What common templates put before an answer to the made-up message: ChatML (with Qwen's system text), Llama 3, Gemma, Mistral. */
const before = [
  '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n<|im_start|>user\n[[dummy_message]]<|im_end|>\n<|im_start|>assistant\n',
  '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\n<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n[[dummy_message]]<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
  '<bos><start_of_turn>user\n[[dummy_message]]<end_of_turn>\n<start_of_turn>model\n',
  '<s>[INST] [[dummy_message]] [/INST]',
];

const readSide = (row: Row, name: string, add: Add): Answer | undefined => {
  const value = row[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return { name, text: value };
  if (!Array.isArray(value)) return readOne(value, name, add);
  if (value.length === 0) {
    add('no-messages', 'reject', `${name} has no messages: ${who} stops`);
    return undefined;
  }
  if (value.length > 1)
    add('answer-count', 'cut', `${name} has ${value.length} messages: all but the last are cut off`);
  return readOne(value.at(-1), name, add);
};

const readOne = (value: unknown, name: string, add: Add): Answer | undefined => {
  const message = readMessage(value, name, rules, add);
  if (message && message.role !== 'assistant')
    add(
      'answer-role',
      'mangle',
      `${name} is said by the ${message.role}: it is rendered as a second turn of that role`,
    );
  return message && { name, text: message.content };
};

const read = (row: Row, add: Add): Example | undefined => {
  const { messages } = row;
  // a text is taken for one message of the user
  const list = typeof messages === 'string' ? [{ role: 'user', content: messages }] : messages;
  const prompt = list === undefined || list === null ? undefined : readMessages(list, 'messages', rules, add);
  const answers = [readSide(row, 'chosen', add), readSide(row, 'rejected', add)];
  for (const answer of answers) if (answer) checkFind(answer, add);
  if (!prompt || !answers.every((answer) => answer !== undefined)) return undefined;
  const disorder = disorderOf(prompt);
  if (disorder !== undefined)
    add('role-order', 'warn', `${disorder}: chat templates such as those of Mistral and Gemma stop`);
  else if (prompt.at(-1)?.role !== 'user')
    add(
      'prompt-end',
      'mangle',
      'messages ends with a turn of the assistant: the answer is learned as a turn of its own after it',
    );
  return { prompt: textOf(prompt), answers, templated: true };
};

const checkFind = ({ name, text }: Answer, add: Add): void => {
  const trimmed = text.trim();
  if (trimmed === '' || !before.some((head) => head.includes(trimmed))) return;
  add(
    'find-strip',
    'mangle',
    `${name} is ${excerpt(text)}, which common templates also have before the answer: \`find\` stops there, and the template is learned as the answer`,
  );
};

const loader: Loader = {
  name: who,
  reads: 'datasets',
  required: () => ['messages', 'chosen', 'rejected'],
  edgeSpace: [
    'mangle',
    'a template that trims it leaves nothing for `find`: the last character is learned as the answer, or, where that is a line break, Axolotl stops',
  ],
  emptySide: [
    'mangle',
    '`find` stops at the start, and the made-up message and the template are learned as the answer',
  ],
  lengths: {
    maxTokens: 512,
    tooLong: ['drop', 'the row is over `sequence_len` and dropped'],
    promptTooLong: ['drop', 'the row is over `sequence_len` and dropped'],
  },
  read,
};

export const checkAxolotl = (file: PairFile, context: CheckContext): AsyncIterable<Finding> =>
  checkRows(file, context, loader);
