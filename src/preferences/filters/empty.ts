import { defineFilter, eachSide } from './define.ts';

const invisible = /^[\s\p{C}]*$/u;

export const empty = defineFilter({
  name: 'empty',
  about: 'One side holds nothing that can be seen.',
  create: () => eachSide((text) => (invisible.test(text) ? 'no text' : undefined)),
});
