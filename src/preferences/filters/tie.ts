import { defineFilter, eachPair } from './define.ts';

/** Sums of ROUGE that are equal on paper may differ in their last bits. */
const noise = 1e-9;

export const tie = defineFilter({
  name: 'tie',
  about: 'The two sides have the same score.',
  create: () =>
    eachPair(({ margin, chosenScore }) =>
      Math.abs(margin) <= noise ? `both score ${figure(chosenScore)}` : undefined,
    ),
});

const figure = (score: number): string => String(Number(score.toFixed(4)));
