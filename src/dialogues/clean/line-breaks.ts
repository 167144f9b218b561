import { type CleaningRule, replaceCounted } from './rule.ts';

/**
 * Line breaks that went through an escape (`\n` or `\r\n` as letters, also doubled), through HTML (`<br>`, `<br/>`, `</br>`,
 * `&lt;br&gt;`), or that are of another system. `C:\new` is a path.
 */
const breaks =
  /(?<!\b[A-Za-z]:)(?:\\{1,3}r)?\\{1,3}n|(?:<|&lt;) {0,2}\/? {0,2}br {0,2}\/? {0,2}(?:>|&gt;)|\r\n|[\r\u0085\u2028\u2029]/gi;

/** Makes every kind of line break one line feed. */
export const lineBreaks: CleaningRule = {
  about: 'Literal `\\n`, `<br>` in all its forms, CRLF and other line ends become one line feed.',
  clean: (text) => replaceCounted(text, breaks, () => '\n'),
};
