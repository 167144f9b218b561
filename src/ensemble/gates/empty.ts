import { defineGate } from './define.ts';

/** Nothing to compare and nothing to write out. */
export const empty = defineGate({
  name: 'empty',
  about: 'The candidate has no text.',
  create: (options) =>
    options.empty
      ? () =>
          ({ comparison }) =>
            comparison === '' ? 'no text' : undefined
      : undefined,
});
