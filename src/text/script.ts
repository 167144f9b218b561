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

const scripts = [
  ['hangul', /\p{Script=Hangul}/gu],
  ['latin', /\p{Script=Latin}/gu],
  ['han', /\p{Script=Han}/gu],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
] as const;

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Shares of Hangul, Latin, Han, kana and other letters in `text`. Speaker tags and masks are not counted. */
export const scriptShares = (text: string): ScriptShares => {
  const letters = text.replace(tagOrMask, ' ').match(/\p{L}/gu)?.join('') ?? '';
  const total = countOf(letters, /\p{L}/gu);
  const [hangul = 0, latin = 0, han = 0, kana = 0] = scripts.map(([, pattern]) => countOf(letters, pattern));
  const share = (count: number): number => (total === 0 ? 0 : count / total);
  return {
    hangul: share(hangul),
    latin: share(latin),
    han: share(han),
    kana: share(kana),
    other: share(total - hangul - latin - han - kana),
    letters: total,
  };
};
