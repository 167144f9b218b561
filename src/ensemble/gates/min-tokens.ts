import { defineGate } from './define.ts';

/** One or two tokens are no summary. */
export const minTokens = defineGate({
  name: 'min_tokens',
  about: 'The candidate has fewer tokens than `min_tokens`.',
  create: ({ min_tokens }) =>
    min_tokens > 0
      ? () =>
          ({ tokens }) =>
            tokens < min_tokens ? `${tokens} tokens, fewer than ${min_tokens}` : undefined
      : undefined,
});
