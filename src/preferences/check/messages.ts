/** Lists of messages, as trainers with chat templates read them. */
import { type Add, type Effect, isObject, typeName } from './loader.ts';

export interface Message {
  readonly role: string;
  readonly content: string;
}

/** What a loader calls the parts of a message, and what it does with those it cannot use. */
export interface MessageRules {
  readonly role: string;
  readonly content: string;
  readonly roles: readonly string[];
  /** With a message that it cannot read. */
  readonly unreadable: readonly [Effect, string];
  /** With a role that it does not know; by default as with any unreadable message. */
  readonly unknownRole?: readonly [Effect, string];
  /** With content that is no text, such as parts of text and images. */
  readonly otherContent: readonly [Effect, string];
}

/** `{role, content}` of chat templates, as TRL hands it to the tokenizer. */
export const chatRules = (who: string): MessageRules => ({
  role: 'role',
  content: 'content',
  roles: ['system', 'developer', 'user', 'assistant', 'tool'],
  unreadable: ['reject', `${who} stops`],
  unknownRole: ['mangle', 'a chat template prints it as a turn of its own, or stops'],
  otherContent: ['reject', 'templates for text stop or print it as it is'],
});

/** The messages of `value`; undefined, with a finding, where they cannot be read. */
export const readMessages = (
  value: unknown,
  name: string,
  rules: MessageRules,
  add: Add,
): readonly Message[] | undefined => {
  const [effect, consequence] = rules.unreadable;
  if (!Array.isArray(value)) {
    add('messages-type', effect, `${name} is ${typeName(value)}, not a list of messages: ${consequence}`);
    return undefined;
  }
  if (value.length === 0) {
    add('no-messages', effect, `${name} has no messages: ${consequence}`);
    return undefined;
  }
  const messages = value.map((item, index) => readMessage(item, `${name}[${index}]`, rules, add));
  return messages.every((message) => message !== undefined) ? messages : undefined;
};

/** One message, such as `{role, content}`. */
export const readMessage = (
  value: unknown,
  name: string,
  rules: MessageRules,
  add: Add,
): Message | undefined => {
  const [effect, consequence] = rules.unreadable;
  if (!isObject(value) || !Object.hasOwn(value, rules.role) || !Object.hasOwn(value, rules.content)) {
    add('messages-type', effect, `${name} has no ${rules.role} and ${rules.content}: ${consequence}`);
    return undefined;
  }
  const { [rules.role]: role, [rules.content]: content } = value;
  if (typeof role !== 'string' || !rules.roles.includes(role)) {
    const [unknownEffect, whenUnknown] = rules.unknownRole ?? rules.unreadable;
    const known = `${rules.roles.slice(0, -1).join(', ')} or ${rules.roles.at(-1)}`;
    add(
      'unknown-role',
      unknownEffect,
      `${name}.${rules.role} is ${JSON.stringify(role)}, not ${known}: ${whenUnknown}`,
    );
    if (unknownEffect !== 'mangle') return undefined;
  }
  if (typeof content !== 'string') {
    const [otherEffect, other] = rules.otherContent;
    add('content-type', otherEffect, `${name}.${rules.content} is ${typeName(content)}, not text: ${other}`);
    return undefined;
  }
  return { role: String(role), content };
};

/** Why the turns of a prompt are out of order: system message first, then user and assistant by turns. */
export const disorderOf = (messages: readonly Message[]): string | undefined => {
  const isSystem = ({ role }: Message) => role === 'system' || role === 'developer';
  const turns = messages[0] && isSystem(messages[0]) ? messages.slice(1) : messages;
  if (turns.some(isSystem)) return 'a system message is not the first';
  const asked = (message: Message | undefined) => message?.role === 'user' || message?.role === 'tool';
  for (const [index, message] of turns.entries())
    if (asked(message) !== (index % 2 === 0)) return `turn ${index + 1} is said by the ${message.role}`;
  return undefined;
};

/** The texts of messages, one after the other. */
export const textOf = (messages: readonly Message[]): string =>
  messages.map(({ content }) => content).join('\n');

/** How many messages both lists begin with. */
export const sharedMessages = (one: readonly Message[], other: readonly Message[]): number => {
  let count = 0;
  while (
    count < Math.min(one.length, other.length) &&
    one[count]?.role === other[count]?.role &&
    one[count]?.content === other[count]?.content
  )
    count++;
  return count;
};
