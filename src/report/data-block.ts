/** JSON inside `<script type="application/json">`: no text in it can end the element or open another. */

/** What HTML reads as markup, and what reorders or breaks lines in a viewer of the source. */
const unsafe = /[<>&\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * JSON of `value` in which `<`, `>`, `&`, line separators and directional controls stand as escapes: parsing gives the same
 * value, and an HTML parser sees no tag, comment or entity in it.
 */
export const blockJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The list of `items` under `name` at the end of the object `head`, piece by piece: only one item is held as JSON. */
export function* blockPieces(head: object, name: string, items: Iterable<unknown>): Generator<string> {
  const open = blockJson(head).slice(0, -1);
  yield `${open}${open === '{' ? '' : ','}${blockJson(name)}:[`;
  let isFirst = true;
  for (const item of items) {
    yield `${isFirst ? '' : ','}\n${blockJson(item)}`;
    isFirst = false;
  }
  yield ']}';
}
