/** The prompt of a pair: what a chat system would be sent for the dialogue, or the dialogue alone. */
import { nonceOf } from '../models/asker/nonce.ts';
import { type ChatMessage, type Prompt, renderPrompt } from '../models/prompts.ts';
import type { Dialogue } from '../types.ts';

export interface PairPrompt {
  /** Undefined: the dialogue itself is all that is asked. */
  readonly prompt: Prompt | undefined;
  readonly maxChars: number | undefined;
  /** The run's: it is part of the marks around a dialogue. */
  readonly seed: number;
}

/** The messages for one dialogue, the same as in generation, without examples. */
export const pairPrompt = (
  { prompt, maxChars, seed }: PairPrompt,
  dialogue: Dialogue,
): readonly ChatMessage[] =>
  prompt === undefined
    ? [{ role: 'user', content: dialogue.text }]
    : renderPrompt(prompt, {
        dialogue: dialogue.text,
        topic: dialogue.topic,
        examples: [],
        maxChars,
        nonce: nonceOf(seed, prompt.text, dialogue.text),
      });
