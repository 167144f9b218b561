/** A question as it is sent, and as it is keyed. */
import { createHash } from 'node:crypto';
import type { AnswerParts } from '../../types.ts';
import type { ChatBody } from '../chat.ts';
import type { ChatMessage } from '../prompts.ts';
import type { AskContext } from './context.ts';
import type { EndpointOptions, SamplingOptions } from './options.ts';

export type AskerOptions = EndpointOptions & SamplingOptions & { readonly model: string };

/** All that is sent, as part of a key. */
export const textOf = (messages: readonly ChatMessage[]): string =>
  JSON.stringify(messages.map(({ role, content }) => [role, content.normalize('NFC')]));

/** Parts of the key of each answer to `prompt`, the text of its messages. */
export const partsIn = (
  identity: string,
  prompt: string,
  { seed }: AskerOptions,
  context: AskContext,
): ((candidate: number) => AnswerParts) => {
  const base = seed === 'none' || seed === undefined ? context.seed : seed;
  return (candidate) => ({ identity, prompt, seed: base + candidate, candidate });
};

/** Keys, limits and prices change no answer. */
export const identityOf = ({
  base_url,
  model,
  temperature,
  top_p,
  max_tokens,
  stop,
  extra,
}: AskerOptions): string =>
  createHash('sha256')
    .update(JSON.stringify(['chat', 1, base_url, model, temperature, top_p, max_tokens, stop, extra]))
    .digest('hex');

/** The body of a request for `n` answers. */
export const bodyOf = (
  { model, temperature, top_p, max_tokens, stop, logprobs, extra }: AskerOptions,
  messages: readonly ChatMessage[],
  seed: number | undefined,
  n: number,
): ChatBody => ({
  ...extra,
  model,
  messages: messages.map(({ role, content }) => ({ role, content })),
  ...(n > 1 ? { n } : {}),
  ...(seed === undefined ? {} : { seed }),
  ...(temperature === undefined ? {} : { temperature }),
  ...(top_p === undefined ? {} : { top_p }),
  ...(max_tokens === undefined ? {} : { max_tokens }),
  ...(stop === undefined ? {} : { stop: typeof stop === 'string' ? stop : [...stop] }),
  ...(logprobs ? { logprobs } : {}),
});
