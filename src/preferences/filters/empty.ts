import { isBlank } from '../../text/blank.ts';
import { defineFilter, eachSide } from './define.ts';

export const empty = defineFilter({
  name: 'empty',
  about: 'One side holds nothing that can be seen.',
  create: () => eachSide((text) => (isBlank(text) ? 'no text' : undefined)),
});
