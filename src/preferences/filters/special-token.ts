import { specialTokenOf } from '../special-tokens.ts';
import { defineFilter, eachSide } from './define.ts';

export const specialToken = defineFilter({
  name: 'special-token',
  about: 'One side holds a special token of a tokenizer, or what decoding left of one.',
  create: () =>
    eachSide((text) => {
      const found = specialTokenOf(text);
      return found === undefined ? undefined : `the special token ${JSON.stringify(found)}`;
    }),
});
