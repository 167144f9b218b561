/** One input file as checked UTF-8 text, whatever it is packed and encoded in. */
import type { Hash } from 'node:crypto';
import { at, InputError } from '../../errors.ts';
import { cp949ToUtf8 } from './cp949.ts';
import { type FileStamp, readBytes, stampFile } from './file.ts';
import { isGzip, unpack } from './gzip.ts';
import { checkedUtf8 } from './utf8.ts';

/** Encodings that hapui reads. */
export const encodings = ['utf-8', 'cp949'] as const;

export type Encoding = (typeof encodings)[number];

/** A place in the text where reading may begin. */
export interface TextPosition {
  readonly offset: number;
  readonly line: number;
}

/** An input file that can be read from its beginning any number of times. */
export interface Input {
  readonly stamp: FileStamp;
  /** Name for messages. */
  readonly label: string;
  /**
   * Where the text begins in the file (after a byte order mark), so that offsets of the text are places in the file;
   * undefined where the file is packed or in another encoding.
   */
  readonly textStart: number | undefined;
  /** The text in chunks of whole characters, from `from` on (only where `textStart` is known). `hash` sees the file's raw bytes. */
  text(from?: TextPosition, hash?: Hash): AsyncIterable<Buffer>;
}

/** Looks at the file and finds out how its bytes become text. */
export const openInput = async (path: string, encoding: Encoding, label = path): Promise<Input> => {
  const { head, ...stamp } = await stampFile(path, label);
  const isPacked = isGzip(head);
  if (!isPacked) refuseOtherFiles(head, label);
  const byteOrderMark = hasUtf8Mark(head) ? 3 : 0;
  const isPlain = !isPacked && encoding === 'utf-8';
  const textStart = isPlain ? byteOrderMark : undefined;
  return {
    stamp,
    label,
    textStart,
    text(from, hash) {
      if (from !== undefined && textStart !== undefined)
        return checkedUtf8(
          readBytes(stamp, textStart + from.offset),
          label,
          textStart + from.offset,
          from.line,
        );
      const raw = readBytes(stamp, 0, hash);
      return withoutMark(isPacked ? unpack(raw, stamp) : raw, encoding, label);
    },
  };
};

const hasUtf8Mark = (bytes: Buffer): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

async function* withoutMark(
  bytes: AsyncIterable<Buffer>,
  encoding: Encoding,
  label: string,
): AsyncGenerator<Buffer, void> {
  const checked = refusingUtf16(bytes, label);
  if (encoding === 'cp949') return yield* cp949ToUtf8(checked, label);
  let isFirst = true;
  for await (const chunk of checkedUtf8(checked, label)) {
    const text = isFirst && hasUtf8Mark(chunk) ? chunk.subarray(3) : chunk;
    isFirst = false;
    if (text.length > 0) yield text;
  }
}

async function* refusingUtf16(bytes: AsyncIterable<Buffer>, label: string): AsyncGenerator<Buffer, void> {
  let isFirst = true;
  for await (const chunk of bytes) {
    if (isFirst) refuseUtf16(chunk, label);
    isFirst = false;
    yield chunk;
  }
}

const refuseUtf16 = (head: Buffer, label: string): void => {
  const mark = head.subarray(0, 2).toString('hex');
  const nulls = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (mark !== 'fffe' && mark !== 'feff' && nulls * 10 < head.length) return;
  const isMarked = mark === 'fffe' || mark === 'feff';
  throw new InputError(
    'input-encoding',
    {
      where: at(label, 1),
      found: isMarked
        ? `the file is UTF-16 (byte order mark ${mark.toUpperCase()})`
        : 'the file is full of zero bytes: UTF-16 without a byte order mark, or no text at all',
      expected: 'UTF-8',
      fix: 'Save it as UTF-8, e.g. with `iconv -f UTF-16 -t UTF-8`.',
    },
    { data: { file: label, line: 1, offset: 0, looksLike: 'utf-16' } },
  );
};

const refuseOtherFiles = (head: Buffer, label: string): void => {
  const isArchive = head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';
  const isNamedGzip = /\.gz$/iu.test(label) && head.length > 0;
  if (!isArchive && !isNamedGzip) return;
  throw new InputError(
    'input-format',
    {
      where: at(label),
      found: isArchive
        ? 'this is a zip archive or an Excel workbook'
        : 'the name ends in .gz, the content is not gzip',
      expected: 'CSV, TSV, JSONL or plain text, as it is or packed with gzip',
      fix: isArchive ? 'Save it as CSV (UTF-8).' : 'Rename the file, or pack it again.',
    },
    { data: { file: label } },
  );
};
