/** Texts that others wrote: isolated from the direction of the page, every hidden character shown by its number. */
import { element } from './element.ts';
import type { Stretch } from './marks.ts';

/** Control characters, directional marks and overrides, and spaces of no width. */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

const hangul = /\p{Script=Hangul}/u;

/** Glyphs and line breaks of Korean where there is Hangul. */
export const languageOf = (text: string): string | undefined => (hangul.test(text) ? 'ko' : undefined);

const pieces = (text: string): Node[] =>
  text
    .split(new RegExp(`(${hidden.source})`, 'u'))
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (!hidden.test(piece)) return document.createTextNode(piece);
      const code = `U+${piece.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
      return element('span', { class: 'hidden-character', title: `hidden character ${code}` }, code);
    });

/** `text` as it is. */
export const bare = (text: string): HTMLElement =>
  element('bdi', { lang: languageOf(text), dir: 'auto' }, ...pieces(text));

const levels = ['', 'some of', 'many of', 'most of'] as const;

const withAbsent = ({ text, absent }: Stretch): Node[] => {
  const content = pieces(text);
  if (!absent) return content;
  const title =
    absent === 'fact' ? 'a number, name or tag that is not in the dialogue' : 'not in the dialogue';
  return [element('span', { class: absent, title }, ...content)];
};

/** A text with its marks. */
export const markedText = (stretches: readonly Stretch[]): HTMLElement => {
  const text = element('bdi', {
    lang: languageOf(stretches.map((stretch) => stretch.text).join('')),
    dir: 'auto',
  });
  let mark: HTMLElement | undefined;
  let level = 0;
  for (const stretch of stretches) {
    const { agreement } = stretch;
    if (agreement !== level) {
      level = agreement;
      const title = `${levels[agreement]} the others say this`;
      mark = agreement === 0 ? undefined : element('mark', { class: `agree-${agreement}`, title });
      if (mark) text.append(mark);
    }
    (mark ?? text).append(...withAbsent(stretch));
  }
  return text;
};
