import { splitSentences } from '../../../text/sentences.ts';
import { vocabularyOf, wordsOf } from '../words.ts';
import { defineGuard, supportOf } from './define.ts';

export const support = defineGuard({
  name: 'support',
  about: 'Refuses a sentence that no single text supports: neither a candidate used nor the dialogue.',
  check: (text, material, options) => {
    const vocabularies = supportOf(material).map((each) => vocabularyOf([each]));
    const lone = splitSentences(text).find((sentence) => {
      const words = wordsOf(sentence);
      const best = Math.max(...vocabularies.map(({ has }) => words.filter(has).length / words.length));
      return words.length > 0 && best < options.support;
    });
    return lone === undefined
      ? undefined
      : 'one of its sentences is supported by no candidate used and not by the dialogue';
  },
});
