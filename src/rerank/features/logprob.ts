import { missing } from './by-row.ts';
import { defineFeatures } from './define.ts';

/** How sure a system was of its words. Rows of one text differ: each has its own system. */
export const logprob = defineFeatures({
  kind: 'static',
  name: 'logprob',
  about: 'Log-probability that the system gave its own text, where it says so.',
  features: [
    {
      name: 'logprob.mean',
      about:
        'Log-probability that its system gave it, by generated token (by word, the end counted as one, where only the sum is known), up to 0.',
    },
    { name: 'logprob.missing', about: '1 where the system gave none, else 0.' },
  ],
  compute: ({ candidates, hypothesisOf, tokens }) => {
    const mean = Float64Array.from(hypothesisOf, (hypothesis, row) => {
      const { logprob, length } = candidates[row]!;
      if (hypothesis < 0 || logprob === undefined) return Number.NaN;
      const value = logprob / (length || tokens[hypothesis]!.length + 1);
      return Number.isFinite(value) ? value : Number.NaN;
    });
    return [mean, missing(mean, hypothesisOf)];
  },
});
