import { longestFor } from '../lengths.ts';
import { defineGate } from './define.ts';

/** Runaway generations: loops, prompts repeated, the dialogue copied. */
export const maxTokens = defineGate({
  name: 'max_tokens',
  about: 'The candidate has more tokens than `max_tokens`, or than fits a dialogue of that length.',
  create: ({ max_tokens }, { lengths }) => {
    if (max_tokens === 'none') return undefined;
    if (max_tokens !== 'auto')
      return () =>
        ({ tokens }) =>
          tokens > max_tokens ? `${tokens} tokens, more than ${max_tokens}` : undefined;
    if (!lengths) return undefined;
    return ({ text }) => {
      const longest = longestFor(lengths, text);
      return ({ tokens }) =>
        tokens > longest ? `${tokens} tokens; a dialogue of this length has at most ${longest}` : undefined;
    };
  },
});
