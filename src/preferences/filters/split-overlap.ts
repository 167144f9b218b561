import { defineFilter, eachPair } from './define.ts';

/** Cannot be switched off: a dialogue in two splits is an error. */
export const splitOverlap = defineFilter({
  name: 'split-overlap',
  about: 'A near-duplicate of the dialogue was drawn into a later split.',
  create: () => eachPair((_, pool) => pool.elsewhere),
});
