/** Cells and JSON values → ids, texts, numbers; what is of the wrong type is reported with its row. */
import { kindOf } from './formats/jsonl.ts';
import type { Row } from './formats/row.ts';
import { type Report, shownId } from './problems.ts';

/** Where a value stands, for messages. */
export interface Place {
  readonly row: Row;
  /** Name of the column or key. */
  readonly column: string;
  /** Id of the row, when it is already known. */
  readonly id?: string | undefined;
  readonly report: Report;
}

/** An id: a text that is not blank, or a whole number, which stands for its decimal digits (`7` and `"7"` are one id). */
export const idOf = (value: unknown, place: Place): string | undefined => {
  if (typeof value === 'string') {
    if (value.trim() !== '') return wellFormed(value, place);
    return reported(place, 'input-id', 'empty-id', `the id (${place.column}) is empty`, 'an id in every row');
  }
  if (Number.isSafeInteger(value)) return String(value);
  return reported(
    place,
    value === undefined || value === null ? 'input-id' : 'input-value',
    value === undefined ? 'no-id' : 'id-type',
    value === undefined
      ? `the row has no key "${place.column}"`
      : `the id (${place.column}) is ${kindOf(value)}`,
    'a text or a whole number',
  );
};

/** A text, empty ones too. */
export const textOf = (value: unknown, place: Place): string | undefined => {
  if (typeof value === 'string') return wellFormed(value, place);
  const found =
    value === undefined ? `the row has no key "${place.column}"` : `"${place.column}" is ${kindOf(value)}`;
  return reported(place, 'input-value', `text:${place.column}`, found, 'a text');
};

/** A label: a text or a number; nothing where it is null or the key is absent. */
export const labelOf = (value: unknown, place: Place): string | undefined =>
  value === undefined || value === null
    ? undefined
    : textOf(typeof value === 'number' ? `${value}` : value, place);

/** Texts: one, or a list of them. */
export const textsOf = (value: unknown, place: Place): readonly string[] | undefined => {
  if (!Array.isArray(value)) {
    const text = textOf(value, place);
    return text === undefined ? undefined : [text];
  }
  const texts: string[] = [];
  for (const [index, each] of value.entries()) {
    const text = textOf(each, { ...place, column: `${place.column}[${index}]` });
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return texts;
};

/** A rank: a whole number from 0, as number or digits. */
export const rankOf = (value: unknown, place: Place): number | undefined => {
  const number = typeof value === 'string' && /^\s*\d+\s*$/u.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 2 ** 32)
    return number;
  return reported(
    place,
    'input-value',
    'rank',
    `"${place.column}" is ${typeof value === 'string' ? shownId(value) : kindOf(value)}`,
    'the rank of the candidate, a whole number from 0',
  );
};

/** A number, as such or in digits; nothing where the cell is empty, null or absent. */
export const optionalNumberOf = (value: unknown, place: Place): number | undefined => {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === ''))
    return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  return reported(
    place,
    'input-value',
    `number:${place.column}`,
    `"${place.column}" is ${typeof value === 'string' ? shownId(value) : kindOf(value)}`,
    'a number',
  );
};

/** Tokens: a list of texts, or one text whose tokens are separated by white space. */
export const tokensOf = (value: unknown, place: Place): readonly string[] | undefined => {
  if (typeof value === 'string') return value.split(/\s+/u).filter((token) => token !== '');
  if (Array.isArray(value) && value.every((token) => typeof token === 'string')) return value;
  return reported(
    place,
    'input-value',
    `tokens:${place.column}`,
    `"${place.column}" is ${Array.isArray(value) ? 'a list that holds other things than texts' : kindOf(value)}`,
    'a list of texts, or a text with white space between the tokens',
  );
};

// half of a surrogate pair, as JSON can escape it, cannot be written to any file
const wellFormed = (text: string, place: Place): string | undefined =>
  loneSurrogate.test(text)
    ? reported(
        place,
        'input-value',
        `surrogate:${place.column}`,
        `"${place.column}" holds half of a surrogate pair (a character cut in two)`,
        'whole characters',
      )
    : text;

const loneSurrogate = /\p{Surrogate}/u;

const reported = (
  { row, id, report }: Place,
  code: 'input-id' | 'input-value',
  kind: string,
  found: string,
  expected: string,
): undefined => {
  report({ code, kind, line: row.line, id, found, expected });
};
