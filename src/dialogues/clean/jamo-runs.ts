import { type CleaningRule, replaceCounted, untilClean } from './rule.ts';

/** Hangul letters of the compatibility block, which stand outside syllables. */
const letter = '[\\u3131-\\u3163]';
const syllable = '[\\uac00-\\ud7a3]';
const blank = '[^\\S\\r\\n]*';

/**
 * Letters that laugh (ㅋ, ㅎ) or weep (ㅠ, ㅜ), also as faces (ㅠ.ㅠ, ㅜㅗㅜ, ㅡㅡ); among other letters, as in ㅇㅋㅋㅋ, only two
 * of a kind.
 */
const emotion = [
  `(?<!${letter})[ㅋㅎㅠㅜ](?:[ㅡㅗ.]?[ㅋㅎㅠㅜ])*(?!${letter})`,
  `(?<!${letter})ㅡ[ㅡ.]*ㅡ(?!${letter})`,
  '([ㅋㅎㅠㅜ])\\1+',
].join('|');
const emotions = new RegExp(`${blank}(?:(?:${emotion})${blank})+`, 'g');

/** Removes a run; the words around it keep one space where they had one, lines and marks none. */
const withoutEmotions = (text: string) =>
  replaceCounted(text, emotions, (match) => {
    const before = text[match.index - 1] ?? '\n';
    const after = text[match.index + match[0].length] ?? '\n';
    const wasApart = /^\s|\s$/.test(match[0]);
    return wasApart && before !== '\n' && !/[\r\n.,!?~…]/.test(after) ? ' ' : '';
  });

/** Letters that slipped out of a syllable (했ㄷ다, 제가ㅏ), and a vowel before one. Abbreviations (ㅇㅇ, ㄱㅅ) are words. */
const slipped = new RegExp(`(?<=${syllable})${letter}+|(?<!${letter})[\\u314f-\\u3163]+(?=${syllable})`, 'g');

const initial = '\\u1100-\\u115f\\ua960-\\ua97c';
const vowel = '\\u1160-\\u11a7\\ud7b0-\\ud7c6';
const final = '\\u11a8-\\u11ff\\ud7cb-\\ud7fb';
/** Conjoining letters that join nothing. Decomposed syllables are whole, and left to NFC. */
const unjoined = new RegExp(
  `[${initial}](?![${initial}${vowel}])|(?<![${initial}${vowel}])[${vowel}]|(?<![\\uac00-\\ud7a3${vowel}${final}])[${final}]`,
  'g',
);

/** Most texts have no such letter, and looking for one is cheaper than the patterns above. */
const anyLetter = new RegExp(`${letter}|[${initial}${vowel}${final}]`);
const repaired = untilClean(
  withoutEmotions,
  (text) => replaceCounted(text, slipped, () => ''),
  (text) => replaceCounted(text, unjoined, () => ''),
);

/** Removes Hangul letters that are no words: laughter, tears and broken syllables. */
export const jamoRuns: CleaningRule = {
  about:
    'Runs of ㅋ, ㅎ, ㅠ, ㅜ and letters that fell out of a syllable are removed; abbreviations such as ㅇㅇ stay.',
  clean: (text) => (anyLetter.test(text) ? repaired(text) : { text, changes: 0 }),
};
