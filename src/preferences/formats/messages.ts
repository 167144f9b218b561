/** Prompts and answers in the shapes that several formats share. */
import type { ChatMessage } from '../../models/prompts.ts';
import type { PairSide } from '../types.ts';

/** `{role, content}` with its keys in one order and nothing beside them. */
export const plainMessages = (prompt: readonly ChatMessage[]): { role: string; content: string }[] =>
  prompt.map(({ role, content }) => ({ role, content }));

/** The answer of a side as the assistant's message. */
export const answerOf = (side: PairSide): { role: string; content: string } => ({
  role: 'assistant',
  content: side.text,
});

/**
 * A prompt as text for trainers without a chat template. It ends with a line break: answers are appended as they are, and without
 * a boundary the last token of the prompt may merge with the first of the answer.
 */
export const promptText = (prompt: readonly ChatMessage[]): string =>
  `${prompt
    .map(({ content }) => content)
    .join('\n\n')
    .trimEnd()}\n`;

/** System message, earlier turns as [user, assistant], and the last user message. */
export const promptParts = (
  prompt: readonly ChatMessage[],
): { system: string; history: readonly (readonly [string, string])[]; instruction: string } => {
  const system = prompt[0]?.role === 'system' ? prompt[0].content : '';
  const turns = prompt.filter(({ role }) => role !== 'system').map(({ content }) => content);
  const history: [string, string][] = [];
  for (let turn = 0; turn + 2 < turns.length; turn += 2)
    history.push([turns[turn] ?? '', turns[turn + 1] ?? '']);
  return { system, history, instruction: turns.at(-1) ?? '' };
};
