import { vocabularyOf, wordsOf } from '../words.ts';
import { defineGuard, supportOf } from './define.ts';

export const newWords = defineGuard({
  name: 'new_words',
  about: 'Refuses a text with too many words that are nowhere else.',
  check: (text, material, options) => {
    const known = vocabularyOf(supportOf(material));
    const words = wordsOf(text);
    const invented = words.filter((word) => !known.has(word));
    const share = words.length === 0 ? 0 : invented.length / words.length;
    return share > options.new_words
      ? `${Math.round(100 * share)} % of its words are nowhere else (${invented.slice(0, 3).join(', ')})`
      : undefined;
  },
});
