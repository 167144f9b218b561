import { wordsOf } from '../words.ts';
import { defineGuard, supportOf } from './define.ts';

const bigramsOf = (text: string): string[] => {
  const words = wordsOf(text);
  return words.slice(1).map((word, place) => `${words[place]} ${word}`);
};

export const newBigrams = defineGuard({
  name: 'new_bigrams',
  about: 'Refuses a text whose words mostly stand beside each other nowhere else.',
  check: (text, material, options) => {
    const known = new Set(supportOf(material).flatMap(bigramsOf));
    const bigrams = bigramsOf(text);
    const invented = bigrams.filter((bigram) => !known.has(bigram)).length;
    const share = bigrams.length === 0 ? 0 : invented / bigrams.length;
    return share > options.new_bigrams
      ? `${Math.round(100 * share)} % of its pairs of words stand beside each other nowhere else`
      : undefined;
  },
});
