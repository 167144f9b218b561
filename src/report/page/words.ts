/** The words of a text as a reader compares them: without inflection, so that `지원했고` and `지원하려고` are near. */
import { porterStem } from '../../text/porter.ts';

export interface Word {
  readonly start: number;
  readonly end: number;
  /** Equal keys are the same word. */
  readonly key: string;
  readonly kind: 'hangul' | 'number' | 'tag' | 'name' | 'other';
}

/** A tag or mask such as `#Person1#`; a number with its separators; a run of letters; one character of a script without spaces. */
const pattern =
  /#[A-Za-z]+\d*#|\p{N}+(?:[.,:/-]\p{N}+)*|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;

const hangul = /\p{Script=Hangul}/u;
const capital = /^\p{Lu}/u;

/** Where a sentence may begin, a capital says nothing. */
const sentenceEnd = /(?:^|[.!?:;…"“‘(\n])\s*$/u;

export const wordsOf = (text: string): Word[] =>
  [...text.matchAll(pattern)].map((match) => {
    const [found] = match;
    const start = match.index;
    const kind = kindOf(found, text.slice(Math.max(0, start - 4), start));
    return { start, end: start + found.length, key: keyOf(found, kind), kind };
  });

const kindOf = (found: string, before: string): Word['kind'] => {
  if (found.startsWith('#')) return 'tag';
  if (/^\p{N}/u.test(found)) return 'number';
  if (hangul.test(found)) return 'hangul';
  return capital.test(found) && !sentenceEnd.test(before) ? 'name' : 'other';
};

const keyOf = (found: string, kind: Word['kind']): string => {
  switch (kind) {
    case 'tag':
      return found;
    case 'number':
      return found.normalize('NFKC').replaceAll(',', '');
    case 'hangul':
      return hangulStem(found.normalize('NFC'));
    default:
      return porterStem(
        found
          .normalize('NFKC')
          .toLowerCase()
          .replace(/['’]s$/u, ''),
      );
  }
};

/** Particles and endings that follow a Korean word, the longest first. */
const endings = [
  ...[
    '하였습니다',
    '했습니다',
    '습니다',
    '합니다',
    '됩니다',
    '입니다',
    '십니다',
    '에서는',
    '에게는',
    '으로는',
    '한다고',
  ],
  ...[
    '이라고',
    '라고',
    '다고',
    '냐고',
    '자고',
    '려고',
    '면서',
    '지만',
    '에서',
    '에게',
    '한테',
    '으로',
    '까지',
    '부터',
    '처럼',
  ],
  ...[
    '보다',
    '마다',
    '이나',
    '이며',
    '이고',
    '라는',
    '하고',
    '해서',
    '하는',
    '했고',
    '한다',
    '했다',
    '들이',
    '들은',
    '들을',
    '들의',
  ],
  ...[
    '은',
    '는',
    '이',
    '가',
    '을',
    '를',
    '에',
    '의',
    '로',
    '와',
    '과',
    '도',
    '만',
    '고',
    '며',
    '다',
    '요',
    '서',
    '면',
  ],
];

/** Without its ending, as long as a syllable is left; two before a short ending, which may be part of the word. */
export const hangulStem = (word: string): string => {
  const ending = endings.find(
    (each) => word.endsWith(each) && word.length - each.length >= (each.length === 1 ? 2 : 1),
  );
  return ending === undefined ? word : word.slice(0, -ending.length);
};
