/** Pieces of regular expressions that find a word in its damaged spellings too. */

/** U+FF01–U+FF5E are the ASCII characters U+0021–U+007E, at this distance. */
const fullWidthOffset = 0xfee0;

const widened = (letter: string): string => String.fromCodePoint(letter.codePointAt(0)! + fullWidthOffset);

/** Matches one ASCII letter in either case and width. */
const looseLetter = (letter: string): string => {
  const cases = [letter.toLowerCase(), letter.toUpperCase()];
  return `[${[...cases, ...cases.map(widened)].join('')}]`;
};

/** Matches `word` (ASCII letters) in any case and width; `between` may stand between its letters. */
export const looseWord = (word: string, between = ''): string => [...word].map(looseLetter).join(between);

/** White space inside a line: a damaged tag never spans lines. */
export const inlineSpace = '[^\\S\\r\\n]*';

/** A hash sign in either width. */
export const looseHash = '[#＃]';

/** Full-width ASCII characters of `text` as plain ones. */
export const narrowed = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCodePoint(wide.codePointAt(0)! - fullWidthOffset));
