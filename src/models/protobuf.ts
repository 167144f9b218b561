/**
 * As much of the protocol buffer wire format as ONNX graphs need: fields are read as spans of the buffer, so that weights
 * are never copied, and messages are written from parts. https://protobuf.dev/programming-guides/encoding/
 */

/** One field of a message: its number and where its content lies. Numbers of wire type 0 are in `value`. */
export interface Field {
  readonly number: number;
  readonly wire: number;
  /** Content without tag and length. */
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The fields of the message in `bytes[start, end)`, in order. Throws `RangeError` on bytes that are no message. */
export function* fieldsOf(bytes: Uint8Array, start = 0, end = bytes.length): Generator<Field> {
  const cursor = { at: start };
  while (cursor.at < end) {
    const tag = readVarint(bytes, cursor, end);
    const wire = tag % 8;
    const number = Math.floor(tag / 8);
    if (number === 0) throw new RangeError('field number 0');
    yield readField(bytes, cursor, end, number, wire);
  }
}

const readField = (
  bytes: Uint8Array,
  cursor: { at: number },
  end: number,
  number: number,
  wire: number,
): Field => {
  if (wire === 0) {
    const start = cursor.at;
    const value = readVarint(bytes, cursor, end);
    return { number, wire, start, end: cursor.at, value };
  }
  const length = wire === 2 ? readVarint(bytes, cursor, end) : wire === 5 ? 4 : wire === 1 ? 8 : -1;
  const start = cursor.at;
  if (length < 0 || start + length > end) throw new RangeError(`field ${number} runs past its message`);
  cursor.at = start + length;
  return { number, wire, start, end: cursor.at, value: 0 };
};

const readVarint = (bytes: Uint8Array, cursor: { at: number }, end: number): number => {
  let value = 0;
  for (let scale = 1, read = 0; read < 10; read++, scale *= 128) {
    if (cursor.at >= end) throw new RangeError('number runs past its message');
    const byte = bytes[cursor.at++] as number;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
  throw new RangeError('number of more than ten bytes');
};

/** Text of a field. */
export const textOf = (bytes: Uint8Array, { start, end }: Field): string =>
  decoder.decode(bytes.subarray(start, end));

/** A message being written: parts, joined once at the end. */
export type Parts = readonly Uint8Array[];

/** What stands before the content of a field. */
export const tag = (number: number, wire: number): Uint8Array => Uint8Array.from(varint(number * 8 + wire));

/** Field of wire type 0; `value` is not negative. */
export const numberField = (number: number, value: number): Parts => [
  tag(number, 0),
  Uint8Array.from(varint(value)),
];

/** Field of wire type 2 with the given content. */
export const bytesField = (number: number, content: Parts): Parts => {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return [tag(number, 2), Uint8Array.from(varint(length)), ...content];
};

/** Field of wire type 2 holding text. */
export const textField = (number: number, text: string): Parts => bytesField(number, [encoder.encode(text)]);

/** Joins parts into one buffer. */
export const joined = (parts: Parts): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
};
