import { defineFilter, eachSide } from './define.ts';

/** Where an answer begins with white space, prompt and answer are cut into other tokens than at the time of use. */
export const edgeSpace = defineFilter({
  name: 'edge-space',
  about: 'One side begins or ends with white space; `preferences.trim` takes it off instead.',
  create: () =>
    eachSide((text) =>
      /^[\s\u200b]|[\s\u200b]$/u.test(text)
        ? `white space at the ${/^[\s\u200b]/u.test(text) ? 'start' : 'end'}`
        : undefined,
    ),
});
