/** `pairs check --for llamafactory-sharegpt`: `sharegpt` formatting with `ranking: true`, as LLaMA-Factory 0.9.5 converts it. */
import { llamafactoryHabits } from './llamafactory.ts';
import { type Add, type Answer, type Example, isObject, type Loader, type Row, typeName } from './loader.ts';
import { type Message, type MessageRules, readMessage, readMessages, textOf } from './messages.ts';
import { checkRows } from './rows.ts';
import type { CheckContext, Finding, PairFile } from './types.ts';

const who = 'LLaMA-Factory';

const asked = ['human', 'observation'];
const answered = ['gpt', 'function_call'];

const rules: MessageRules = {
  role: 'from',
  content: 'value',
  roles: [...asked, ...answered, 'system'],
  unreadable: ['reject', `${who} stops`],
  otherContent: ['reject', `${who} stops`],
};

/** A turn with an unknown tag is dropped with its row, one without tag or text stops the loader. */
const turnRules: MessageRules = { ...rules, unreadable: ['drop', 'the row is dropped'] };

const readConversation = (row: Row, add: Add): readonly Message[] | undefined => {
  if ((row.conversations ?? null) === null) return undefined;
  const messages = readMessages(row.conversations, 'conversations', turnRules, add);
  if (!messages) return undefined;
  const turns = messages[0]?.role === 'system' ? messages.slice(1) : messages;
  const wrong = turns.findIndex(({ role }, index) => !(index % 2 === 0 ? asked : answered).includes(role));
  if (wrong >= 0) {
    const expected = wrong % 2 === 0 ? 'human' : 'gpt';
    add(
      'role-order',
      'drop',
      `turn ${wrong + 1} is said by ${turns[wrong]?.role}, not ${expected}: the row is dropped`,
    );
    return undefined;
  }
  if (turns.length % 2 === 0) {
    add(
      'prompt-end',
      'drop',
      `${turns.length} turns, so the last is the model's: with \`ranking\` the row is dropped`,
    );
    return undefined;
  }
  return messages;
};

const readSide = (row: Row, name: string, add: Add): Answer | undefined => {
  const value = row[name];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) {
    add(
      'side-type',
      'drop',
      `${name} is ${typeName(value)}, not a message: the row is taken for one without answers and dropped`,
    );
    return undefined;
  }
  const message = readMessage(value, name, rules, add);
  if (message && !answered.includes(message.role))
    add('answer-role', 'mangle', `${name} is said by ${message.role}: it is trained on as such a turn`);
  return message && { name, text: message.content };
};

const read = (row: Row, add: Add): Example | undefined => {
  const conversation = readConversation(row, add);
  const chosen = readSide(row, 'chosen', add);
  const rejected = readSide(row, 'rejected', add);
  if (!conversation || !chosen || !rejected) return undefined;
  const system = typeof row.system === 'string' && row.system !== '' ? `${row.system}\n` : '';
  return { prompt: `${system}${textOf(conversation)}`, answers: [chosen, rejected], templated: true };
};

const loader: Loader = {
  name: who,
  ...llamafactoryHabits,
  required: () => ['conversations', 'chosen', 'rejected'],
  read,
};

export const checkLlamafactorySharegpt = (file: PairFile, context: CheckContext): AsyncIterable<Finding> =>
  checkRows(file, context, loader);
