import { defineFilter, eachPair } from './define.ts';

export const contaminated = defineFilter({
  name: 'contaminated',
  about: 'The dialogue is on a block list, or in the dataset whose summaries are to be judged.',
  create: () => eachPair((_, pool) => pool.contaminated),
});
