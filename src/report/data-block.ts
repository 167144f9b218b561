/** JSON inside `<script type="application/json">`: no text in it can end the element or open another. */

const unsafe = /[<>&\u2028\u2029]/g;

/**
 * JSON of `value` without `<`, `>`, `&` and the line separators of Unicode, which stand as escapes: parsing gives the same
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
