/** A preference example made of message lists, with its prompt apart (explicit) or inside both sides (implicit). */
import type { Add, Answer, Example } from './loader.ts';
import { disorderOf, type Message, sharedMessages, textOf } from './messages.ts';

/** What TRL's trainers share: a template asks for turns in order, a prompt that ends with the user, one answer. */
export const checkPrompt = (prompt: readonly Message[], add: Add): void => {
  const disorder = disorderOf(prompt);
  if (disorder !== undefined)
    add('role-order', 'warn', `${disorder}: chat templates such as those of Llama 2, Mistral and Gemma stop`);
  else if (prompt.at(-1)?.role !== 'user')
    add(
      'prompt-end',
      'mangle',
      `the prompt ends with a turn of the ${prompt.at(-1)?.role}, not of the user: the answer is learned as a turn of its own after it`,
    );
};

/** The answer of a list of messages that ought to be one message of the assistant. */
export const checkAnswer = (name: string, answer: readonly Message[], add: Add): Answer => {
  if (answer.length !== 1)
    add(
      'answer-count',
      'mangle',
      `${name} has ${answer.length} messages: all of them are learned as the answer`,
    );
  const other = answer.find(({ role }) => role !== 'assistant' && role !== 'tool');
  if (other)
    add('answer-role', 'mangle', `${name} has a turn of the ${other.role}: the model learns to say it`);
  return { name, text: textOf(answer) };
};

/** With `prompt` apart. */
export const explicitExample = (
  prompt: readonly Message[],
  sides: readonly (readonly [string, readonly Message[]])[],
  add: Add,
): Example => {
  checkPrompt(prompt, add);
  const isRepeated = sides.every(([, answer]) => sharedMessages(prompt, answer) === prompt.length);
  if (isRepeated)
    add(
      'prompt-repeated',
      'mangle',
      'the answers begin with the prompt, which is also given apart: it is there twice',
    );
  return {
    prompt: textOf(prompt),
    answers: sides.map(([name, answer]) =>
      isRepeated ? { name, text: textOf(answer.slice(prompt.length)) } : checkAnswer(name, answer, add),
    ),
    templated: true,
  };
};

/**
 * With the prompt inside both sides: `extract_prompt` takes the messages that they have in common. Two equal sides differ nowhere,
 * and then it takes all but the last.
 */
export const implicitExample = (
  chosen: readonly Message[],
  rejected: readonly Message[],
  add: Add,
): Example => {
  const shorter = Math.min(chosen.length, rejected.length);
  const shared = Math.min(sharedMessages(chosen, rejected), shorter - 1);
  const prompt = chosen.slice(0, shared);
  if (shared === 0 || chosen.length - shared > 1 || rejected.length - shared > 1)
    add(
      'prompts-differ',
      'mangle',
      `the sides have ${shared} of ${chosen.length} and ${rejected.length} messages in common: all others are learned as the answer`,
    );
  else checkPrompt(prompt, add);
  const answer = (name: string, messages: readonly Message[]): Answer => {
    const last = messages.at(-1);
    if (last?.role !== 'assistant')
      add(
        'answer-role',
        'mangle',
        `${name} ends with a turn of the ${last?.role}: the model learns to say it`,
      );
    return { name, text: last?.content ?? '' };
  };
  return {
    prompt: textOf(chosen.slice(0, -1)),
    answers: [answer('chosen', chosen), answer('rejected', rejected)],
    templated: true,
  };
};
