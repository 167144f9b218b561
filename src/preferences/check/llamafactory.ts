/** `pairs check --for llamafactory`: `alpaca` formatting with `ranking: true`, as LLaMA-Factory 0.9.5 converts it. */
import { type Add, type Example, type Loader, type Row, typeName } from './loader.ts';
import { checkRows } from './rows.ts';
import type { CheckContext, Finding, PairFile } from './types.ts';

const who = 'LLaMA-Factory';

/** What its processor of pairs does, whatever the formatting. */
export const llamafactoryHabits = {
  reads: 'datasets',
  nulls: ['drop', 'a row without an answer is dropped, and other nulls are read as nothing'],
  edgeSpace: ['warn', 'it is learned as part of the answer'],
  emptySide: ['mangle', 'the model learns to end at once, or not to'],
  lengths: {
    maxTokens: 2048,
    tooLong: ['cut', 'prompt and answers are cut to their shares of `cutoff_len`'],
    promptTooLong: ['cut', 'the prompt is cut to what `cutoff_len` leaves it'],
  },
} as const;

const read = (row: Row, add: Add): Example | undefined => {
  const history = readHistory(row.history, add);
  const wrong = ['chosen', 'rejected'].filter(
    (name) => (row[name] ?? null) !== null && typeof row[name] !== 'string',
  );
  for (const name of wrong)
    add(
      'side-type',
      'drop',
      `${name} is ${typeName(row[name])}, not text: the row is taken for one without answers and dropped`,
    );
  const { instruction, input, system, chosen, rejected } = row;
  const asked = [system, ...history, instruction, input].filter((text) => (text ?? '') !== '');
  if (asked.some((text) => typeof text !== 'string')) {
    add('content-type', 'reject', `instruction, input or system is no text: ${who} stops`);
    return undefined;
  }
  if (typeof chosen !== 'string' || typeof rejected !== 'string') return undefined;
  return {
    prompt: asked.join('\n'),
    answers: [
      { name: 'chosen', text: chosen },
      { name: 'rejected', text: rejected },
    ],
    templated: true,
  };
};

const readHistory = (history: unknown, add: Add): readonly unknown[] => {
  if (history === undefined || history === null) return [];
  const isPair = (item: unknown) => Array.isArray(item) && item.length === 2;
  if (Array.isArray(history) && history.every(isPair)) return history.flat();
  add('messages-type', 'reject', `history is not a list of [question, answer]: ${who} stops`);
  return [];
};

const loader: Loader = {
  name: who,
  ...llamafactoryHabits,
  required: () => ['instruction', 'chosen', 'rejected'],
  read,
};

export const checkLlamafactory = (file: PairFile, context: CheckContext): AsyncIterable<Finding> =>
  checkRows(file, context, loader);
