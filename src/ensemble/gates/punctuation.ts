import { defineGate } from './define.ts';

const content = /[\p{L}\p{N}]/u;

/** "...", "-" or an emoji: text, but no word. */
export const punctuation = defineGate({
  name: 'punctuation',
  about: 'The candidate has no letter and no digit.',
  create: (options) =>
    options.punctuation
      ? () =>
          ({ comparison }) =>
            content.test(comparison)
              ? undefined
              : `no letter or digit in ${[...comparison].length} characters`
      : undefined,
});
