/**
 * White space as Python's `str` sees it, which the original scorers split at. JavaScript's `\s` differs: it lacks
 * U+001C–U+001F and U+0085, and has U+FEFF.
 */

/** The 29 code points for which Python's `str.isspace` is true, as the body of a character class. */
const spaceClass = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const spaces = new RegExp(`[${spaceClass}]+`, 'g');
const space = new RegExp(`^[${spaceClass}]$`);

/** Whether Python's `str.isspace` holds for one code point. */
export const isPythonSpace = (codePoint: number): boolean => space.test(String.fromCodePoint(codePoint));

/** Python's `text.split()`: words between runs of white space, none of them empty. */
export const pythonSplit = (text: string): string[] => {
  const words = text.split(spaces);
  if (words[0] === '') words.shift();
  if (words.at(-1) === '') words.pop();
  return words;
};

/** Python's `''.join(text.split())`. */
export const withoutPythonSpace = (text: string): string => text.replace(spaces, '');
