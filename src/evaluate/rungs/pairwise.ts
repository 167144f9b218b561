import { fitPairwise, settle } from '../fit-pairwise.ts';
import { byScores } from './by-scores.ts';
import { defineRung } from './define.ts';

/** What candidates are like, beside who wrote them and who agrees with them. */
export const pairwise = defineRung({
  name: 'pairwise',
  about: 'Highest score of a pairwise logistic model over features of the candidates.',
  tune: settle,
  fit: (pools, context) => {
    const { scores, skills } = fitPairwise(pools, context);
    return byScores(scores, skills);
  },
});
