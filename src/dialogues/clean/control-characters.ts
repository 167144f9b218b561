import { isPythonSpace } from '../../text/python.ts';
import { type CleaningRule, replaceCounted } from './rule.ts';

/**
 * Control characters but tab and line ends, and characters that are never seen: soft hyphen, zero-width space, marks of
 * direction, word joiner, byte order mark. Joiners stay, as emoji are made with them.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** Removes characters that are never seen. Those that scorers split words at become a space instead. */
export const controlCharacters: CleaningRule = {
  about:
    'Control characters other than tab and line ends, and invisible ones such as the zero-width space, are removed; those that separate words become a space.',
  clean: (text) =>
    replaceCounted(text, unseen, ([character]) => (isPythonSpace(character.codePointAt(0)!) ? ' ' : '')),
};
