import { comparable } from '../../text/normalise.ts';
import { defineFilter, eachPair } from './define.ts';

export interface LengthRatioOptions {
  readonly most: number;
}

/** What differs most in length teaches length first (Park et al. 2024, arXiv 2403.19159; Singhal et al. 2023, 2310.03716). */
export const lengthRatio = defineFilter<LengthRatioOptions>({
  name: 'length-ratio',
  about: 'The longer side has more than `most` times the characters of the shorter one.',
  create: ({ most }) =>
    eachPair(({ chosen, rejected }) => {
      const lengths = [chosen, rejected].map(({ text }) => [...comparable(text)].length) as [number, number];
      const ratio = Math.max(...lengths) / Math.min(...lengths);
      return ratio > most ? `${lengths[0]} and ${lengths[1]} characters` : undefined;
    }),
});
