/**
 * Model output on a terminal: escape sequences in it would move the cursor, change colours or titles, even type for the
 * user. Control characters (C0, DEL, C1) and bidirectional overrides are shown as visible escapes instead.
 */
export const printable = (text: string): string =>
  text.replace(hostile, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, '0')}`,
  );

const hostile =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line of at most `limit` characters, made safe for a terminal. */
export const printableLine = (text: string, limit = 100): string => {
  const line = printable(text).replace(/[\n\t]+/g, ' ');
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line;
};
