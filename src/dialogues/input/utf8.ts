/** UTF-8 as it streams by: never a replacement character, but an error with the byte and line. */
import { isUtf8 } from 'node:buffer';
import { at, InputError } from '../../errors.ts';
import { looksLikeCp949 } from './cp949.ts';
import { countLineFeeds } from './line-counter.ts';

/**
 * The chunks as they are, cut so that each holds whole characters. Throws `input-encoding` at the first invalid byte;
 * `offset` and `line` say where the first chunk lies in the text.
 */
export async function* checkedUtf8(
  chunks: AsyncIterable<Buffer>,
  label: string,
  offset = 0,
  line = 1,
): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  let position = offset;
  let lineNow = line;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.subarray(0, bytes.length - unfinished(bytes));
    if (!isUtf8(whole)) throw invalid(bytes, label, position, lineNow);
    rest = bytes.subarray(whole.length);
    position += whole.length;
    lineNow += countLineFeeds(whole);
    if (whole.length > 0) yield whole;
  }
  if (rest.length > 0) throw invalid(rest, label, position, lineNow);
}

/** Length of the character at `index`, 0 where the bytes there are no valid character (Unicode 16, table 3-7). */
export const characterLength = (bytes: Uint8Array, index: number): number => {
  const first = bytes[index] ?? 0xff;
  if (first < 0x80) return 1;
  const length = lengthByLead(first);
  if (length === 0) return 0;
  const second = bytes[index + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) if (((bytes[index + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
};

const lengthByLead = (lead: number): number => {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
};

// bytes at the end that may begin a character the next chunk ends
const unfinished = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) !== 0x80) return lengthByLead(byte) > back ? back : 0;
  }
  return 0;
};

const invalid = (bytes: Buffer, label: string, position: number, line: number): InputError => {
  let index = 0;
  for (let length = 1; length > 0; index += length) length = characterLength(bytes, index);
  const lineNow = line + countLineFeeds(bytes.subarray(0, index));
  const offset = position + index;
  const isCp949 = looksLikeCp949(bytes.subarray(bytes.lastIndexOf(0x0a, index) + 1, index + 2048));
  return new InputError(
    'input-encoding',
    {
      where: at(label, lineNow),
      found: `byte ${offset} (0x${(bytes[index] ?? 0).toString(16).padStart(2, '0')}) is not valid UTF-8`,
      expected: 'UTF-8',
      fix: isCp949
        ? 'It looks like CP949: set encoding: cp949.'
        : 'Save the file as UTF-8, or set its encoding if it is another one that hapui reads (cp949).',
    },
    { data: { file: label, line: lineNow, offset, looksLike: isCp949 ? 'cp949' : undefined } },
  );
};
