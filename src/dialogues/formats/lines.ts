/** Lines of a text as they stream by, with their places. */
import { at, InputError } from '../../errors.ts';
import type { TextPosition } from '../input/input.ts';
import { maxRowBytes } from './row.ts';

/** One line, without its line end (LF or CR LF), which lies between `start` and `end` all the same. */
export interface Line {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const lineFeed = 0x0a;

/** Every line, empty ones too; a line feed at the very end begins no line. */
export async function* textLines(
  chunks: AsyncIterable<Buffer>,
  label: string,
  from: TextPosition = { offset: 0, line: 1 },
): AsyncGenerator<Line, void> {
  let { offset: start, line } = from;
  let pieces: Buffer[] = [];
  let pending = 0;
  for await (const chunk of chunks) {
    let used = 0;
    for (let index = chunk.indexOf(lineFeed); index >= 0; index = chunk.indexOf(lineFeed, used)) {
      const bytes = joined(pieces, chunk.subarray(used, index + 1));
      yield { line, start, end: start + bytes.length, text: withoutEnd(bytes) };
      start += bytes.length;
      line++;
      used = index + 1;
      pieces = [];
      pending = 0;
    }
    if (used < chunk.length) pieces.push(chunk.subarray(used));
    pending += chunk.length - used;
    if (pending > maxRowBytes) throw tooLong(label, line);
  }
  if (pending === 0) return;
  const bytes = joined(pieces, Buffer.alloc(0));
  yield { line, start, end: start + bytes.length, text: withoutEnd(bytes) };
}

const joined = (pieces: readonly Buffer[], last: Buffer): Buffer =>
  pieces.length === 0 ? last : Buffer.concat([...pieces, last]);

const withoutEnd = (bytes: Buffer): string => {
  if (bytes.at(-1) !== lineFeed) return bytes.toString('utf8');
  return bytes.toString('utf8', 0, bytes.length - (bytes.at(-2) === 0x0d ? 2 : 1));
};

const tooLong = (label: string, line: number): InputError =>
  new InputError(
    'input-format',
    {
      where: at(label, line),
      found: `the line is longer than ${maxRowBytes >> 20} MiB`,
      expected: 'one row a line',
    },
    { data: { file: label, line } },
  );
