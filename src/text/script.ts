/** Which writing systems a text uses. */

/** Shares (0–1) of the letters of a text; all 0 where it has none. */
export interface ScriptShares {
  readonly hangul: number;
  readonly latin: number;
  readonly han: number;
  readonly kana: number;
  readonly other: number;
  /** Number of letters counted. */
  readonly letters: number;
}

/** Speaker tags and masks are Latin letters in every language, so they say nothing about a text's own. */
const tagOrMask = /#[A-Za-z]+\d*#/g;

type Script = Exclude<keyof ScriptShares, 'letters'>;

const scripts = [
  ['hangul', /\p{Script=Hangul}/u],
  ['latin', /\p{Script=Latin}/u],
  ['han', /\p{Script=Han}/u],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
] as const;
const letter = /\p{L}/u;

const rareScript = (character: string): Script | undefined =>
  letter.test(character)
    ? (scripts.find(([, pattern]) => pattern.test(character))?.[0] ?? 'other')
    : undefined;

/** Most characters are Hangul syllables or ASCII, which need no table: this is asked for every candidate. */
const scriptOf = (character: string): Script | undefined => {
  const code = character.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) return 'hangul';
  if (code > 0x7f) return rareScript(character);
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? 'latin' : undefined;
};

/** Shares of Hangul, Latin, Han, kana and other letters in `text`. Speaker tags and masks are not counted. */
export const scriptShares = (text: string): ScriptShares => {
  const shares = { hangul: 0, latin: 0, han: 0, kana: 0, other: 0, letters: 0 };
  for (const character of text.replace(tagOrMask, ' ')) {
    const script = scriptOf(character);
    if (script === undefined) continue;
    shares[script] += 1;
    shares.letters += 1;
  }
  if (shares.letters === 0) return shares;
  for (const script of ['hangul', 'latin', 'han', 'kana', 'other'] as const) shares[script] /= shares.letters;
  return shares;
};
