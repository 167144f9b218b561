/** What a judge is asked: texts without the names of their systems, each between marks that no text can know. */
import { ConfigError } from '../../errors.ts';
import type { Question } from '../../models/asker/asker.ts';
import { nonceOf } from '../../models/asker/nonce.ts';
import { readPrompt } from '../../models/prompt-file.ts';
import { type Prompt, renderPrompt, showsField } from '../../models/prompts.ts';
import type { Host } from '../../registry.ts';
import type { JudgeOptions } from './options.ts';

/** Fields of a prompt, all of which it must show. */
const fieldsOf = {
  pairwise: ['dialogue', 'summary_a', 'summary_b'],
  listwise: ['dialogue', 'summaries'],
} as const;

/** Reads the prompt. Throws `config-value` where it does not show what is to be judged. */
export const readJudgePrompt = async (
  { prompt: file, mode }: Pick<JudgeOptions, 'prompt' | 'mode'>,
  host: Host,
): Promise<Prompt> => {
  const fields = fieldsOf[mode];
  const prompt = await readPrompt(file, host, fields.slice(1));
  const missing = fields.filter((field) => !showsField(prompt, field));
  if (missing.length === 0) return prompt;
  throw new ConfigError('config-value', {
    where: file,
    found: `a prompt without ${missing.map((field) => `{{${field}}}`).join(', ')}`,
    expected: `for mode: ${mode}, the fields ${fields.map((field) => `{{${field}}}`).join(', ')}`,
  });
};

/** A dialogue and the texts in question, in the order in which they are shown. */
export interface Shown {
  readonly dialogue: string;
  readonly texts: readonly string[];
}

/** Two texts, the first as A. */
export const pairQuestion = (prompt: Prompt, shown: Shown, seed: number): Question => {
  const [first = '', second = ''] = shown.texts;
  return questionOf(prompt, shown, seed, { steps: { summary_a: first, summary_b: second } });
};

/** All texts, numbered from 1. */
export const listQuestion = (prompt: Prompt, shown: Shown, seed: number): Question =>
  questionOf(prompt, shown, seed, { lists: { summaries: shown.texts } });

const questionOf = (
  prompt: Prompt,
  { dialogue, texts }: Shown,
  seed: number,
  more: Pick<Parameters<typeof renderPrompt>[1], 'steps' | 'lists'>,
): Question => {
  const nonce = nonceOf(seed, prompt.text, JSON.stringify([dialogue, texts]));
  return { messages: renderPrompt(prompt, { dialogue, examples: [], nonce, ...more }), count: 1 };
};
