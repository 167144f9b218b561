/**
 * Prompts: Markdown files with front matter and named fields. A dialogue is data, never an instruction: it stands between
 * marks that its author cannot know, and what is asked is said again after it.
 */
import { parse } from 'yaml';
import { z } from 'zod';
import { at, ConfigError } from '../errors.ts';
import { count } from '../schema.ts';
import { utterances } from '../text/tags.ts';
import { fillTemplate, hasField, parseTemplate, type Template } from './template.ts';

/** Front matter of a prompt file. */
const headSchema = z.strictObject({
  about: z.string().optional().describe('What the prompt is for; not sent.'),
  system: z.string().optional().describe('The system message; it may have fields.'),
  reminder: z
    .string()
    .optional()
    .describe('Said after the dialogue. Default: what stands before the dialogue, where nothing follows it.'),
  examples: z
    .enum(['text', 'turns'])
    .default('text')
    .describe('Where examples go: in the field `{{examples}}`, or as earlier turns of the conversation.'),
  example: z
    .string()
    .default('{{dialogue}}\n{{summary}}')
    .describe('One example in `{{examples}}`, with the fields `{{dialogue}}` and `{{summary}}`.'),
  max_chars: count.optional().describe('Value of `{{max_chars}}` where the config gives none.'),
});

/** A prompt, read and checked. */
export interface Prompt {
  readonly file: string;
  /** The file's text: part of the identity of what was answered to it. */
  readonly text: string;
  readonly system: Template | undefined;
  readonly user: Template;
  readonly reminder: Template | undefined;
  readonly example: Template;
  readonly examples: 'text' | 'turns';
  readonly maxChars: number | undefined;
}

/** A solved case that a prompt may show. */
export interface Example {
  readonly dialogue: string;
  readonly summary: string;
}

/** What the fields of one call are filled with. */
export interface PromptValues {
  readonly dialogue: string;
  readonly topic?: string | undefined;
  readonly examples: readonly Example[];
  readonly maxChars?: number | undefined;
  /** Unknown to whoever wrote the dialogue. */
  readonly nonce: string;
  /** Outputs of earlier steps, by name: data like the dialogue. */
  readonly steps?: Readonly<Record<string, string>> | undefined;
  /** Several texts in one field, each between numbered marks of its own: data too. */
  readonly lists?: Readonly<Record<string, readonly string[]>> | undefined;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Fields of every prompt. */
export const promptFields = ['dialogue', 'topic', 'speakers', 'max_chars', 'examples'] as const;

/** Reads a prompt; `steps`: further fields, at least one of which (or the dialogue) it must have. */
export const parsePrompt = (text: string, file: string, steps: readonly string[] = []): Prompt => {
  const clean = text.replace(/^\uFEFF/u, '');
  const { head, body, firstLine } = split(clean, file);
  const locate = (offset: number): string =>
    at(file, firstLine + body.slice(0, offset).split('\n').length - 1);
  const fields = [...promptFields, ...steps];
  const inHead = (part: string, known: readonly string[]): Template =>
    parseTemplate(part.trim(), known, () => file);
  const user = parseTemplate(body.trimEnd(), fields, locate);
  if (!['dialogue', ...steps].some((field) => hasField(user, field))) throw noData(file);
  const system = head.system === undefined ? undefined : inHead(head.system, fields);
  return {
    file,
    text: clean,
    system,
    user,
    reminder: head.reminder === undefined ? repeated(user, system) : inHead(head.reminder, fields),
    example: inHead(head.example, ['dialogue', 'summary']),
    examples: head.examples,
    maxChars: head.max_chars,
  };
};

const split = (text: string, file: string) => {
  if (!/^---\r?\n/u.test(text)) return { head: headSchema.parse({}), body: text, firstLine: 1 };
  const found = /^---\r?\n([\s\S]*?)(?:\r?\n)?---[^\S\n]*(?:\r?\n|$)/u.exec(text);
  if (found === null) throw badHead(file, 'front matter without an end', 'a line "---" after it');
  const body = text.slice(found[0].length);
  return { head: parseHead(found[1] as string, file), body, firstLine: found[0].split('\n').length };
};

const parseHead = (text: string, file: string): z.output<typeof headSchema> => {
  let value: unknown;
  try {
    value = parse(text, { schema: 'core', maxAliasCount: 0, logLevel: 'error' }) ?? {};
  } catch (cause) {
    throw badHead(file, `front matter that is not valid YAML (${(cause as Error).message.split('\n')[0]})`);
  }
  const result = headSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw badHead(file, `front matter: ${issue?.path.join('.')} ${issue?.message}`);
};

const badHead = (file: string, found: string, expected?: string): ConfigError =>
  new ConfigError('config-value', { where: at(file, 1), found, expected });

const noData = (file: string): ConfigError =>
  new ConfigError('config-value', {
    where: file,
    found: 'a prompt without {{dialogue}}',
    expected: 'the field that stands for the dialogue',
  });

/** What is asked, for saying it again: where something follows the dialogue, the prompt does so itself. */
const repeated = (user: Template, system: Template | undefined): Template | undefined => {
  const places = user.parts.flatMap((part, place) =>
    typeof part !== 'string' && !['topic', 'speakers', 'max_chars'].includes(part.field) ? [place] : [],
  );
  const after = user.parts.slice((places.at(-1) as number) + 1);
  if (after.some((part) => typeof part !== 'string' || part.trim() !== '')) return undefined;
  const before = user.parts.slice(0, places[0]);
  return before.some((part) => typeof part === 'string' && part.trim() !== '') ? { parts: before } : system;
};

/** The messages of one call. Throws `config-missing` where the prompt asks for a length that nobody gave. */
export const renderPrompt = (prompt: Prompt, given: PromptValues): ChatMessage[] => {
  const values = valuesOf(prompt, given);
  const messages: ChatMessage[] = [];
  if (prompt.system) messages.push({ role: 'system', content: fillTemplate(prompt.system, values) });
  if (prompt.examples === 'turns')
    for (const { dialogue, summary } of given.examples)
      messages.push(
        { role: 'user', content: asked(prompt, valuesOf(prompt, { ...given, dialogue, topic: '' })) },
        { role: 'assistant', content: summary },
      );
  messages.push({ role: 'user', content: asked(prompt, values) });
  return messages;
};

/** Whether what a field stands for is part of its messages. */
export const showsField = ({ user, system, reminder }: Prompt, field: string): boolean =>
  [user, system, reminder].some((part) => part && hasField(part, field));

/** Whether examples given to it would be seen. */
export const showsExamples = ({ examples, user, system }: Prompt): boolean =>
  examples === 'turns' || [user, system].some((part) => part && hasField(part, 'examples'));

const asked = ({ user, reminder }: Prompt, values: Readonly<Record<string, string>>): string =>
  [fillTemplate(user, values), ...(reminder ? [fillTemplate(reminder, { ...values, examples: '' })] : [])]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');

const valuesOf = (prompt: Prompt, given: PromptValues): Record<string, string> => {
  const { dialogue, topic = '', examples, nonce, steps = {}, lists = {} } = given;
  const maxChars = given.maxChars ?? prompt.maxChars;
  const parts = [prompt.user, prompt.system, prompt.reminder];
  if (maxChars === undefined && parts.some((part) => part && hasField(part, 'max_chars')))
    throw new ConfigError('config-missing', {
      where: prompt.file,
      found: 'the field {{max_chars}} without a value',
      fix: 'Set max_chars in the system, or in the front matter of the prompt.',
    });
  return {
    ...Object.fromEntries(Object.entries(steps).map(([name, text]) => [name, fenced(name, text, nonce)])),
    ...Object.fromEntries(
      Object.entries(lists).map(([name, texts]) => [
        name,
        texts.map((text, place) => fenced(`${name}-${place + 1}`, text, nonce)).join('\n\n'),
      ]),
    ),
    dialogue: fenced('dialogue', dialogue, nonce),
    topic: fencedInLine('topic', oneLine(topic), nonce),
    speakers: fencedInLine('speakers', speakersOf(dialogue).join(', '), nonce),
    max_chars: String(maxChars ?? ''),
    examples: prompt.examples === 'turns' ? '' : examplesOf(prompt, examples, nonce),
  };
};

const examplesOf = ({ example }: Prompt, examples: readonly Example[], nonce: string): string =>
  examples
    .map(({ dialogue, summary }) =>
      fillTemplate(example, { dialogue: fenced('example', dialogue, nonce), summary }),
    )
    .join('\n\n');

/** The marks hold a number that no text inside can know, so none can pretend to end it. */
const fenced = (name: string, text: string, nonce: string): string =>
  `<${name}-${nonce}>\n${wellFormed(text).trim()}\n</${name}-${nonce}>`;

const fencedInLine = (name: string, text: string, nonce: string): string =>
  text === '' ? '' : `<${name}-${nonce}>${wellFormed(text)}</${name}-${nonce}>`;

/** Half a surrogate pair is no character, and servers refuse a request for it. */
const wellFormed = (text: string): string => Buffer.from(text).toString('utf8');

const longestTopic = 200;

/** A topic comes with the data: on a line of its own, and short, it can say little. */
const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim().slice(0, longestTopic);

const speakersOf = (dialogue: string): string[] => [
  ...new Set(utterances(dialogue).flatMap(({ speaker }) => (speaker === '' ? [] : [speaker]))),
];
