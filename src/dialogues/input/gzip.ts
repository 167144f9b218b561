/** Unpacks gzip as it streams by, one member after the other. */
import { pipeline } from 'node:stream/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { at, InputError } from '../../errors.ts';
import { chunkBytes, type FileStamp, readBytes } from './file.ts';

/** Whether `head`, the first bytes of a file, starts a gzip member. */
export const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** The unpacked bytes of `packed`, which come from the file of `stamp`; reads `packed` to its end even where zlib does not. */
export async function* unpack(packed: AsyncIterable<Buffer>, stamp: FileStamp): AsyncGenerator<Buffer, void> {
  const source = packed[Symbol.asyncIterator]();
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  const feeding = pipeline(untilDone(source), gunzip);
  feeding.catch(() => {}); // the loop below meets the same error
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
    for await (const _rest of untilDone(source)); // whoever hashes the file sees all of it
    await checkRest(gunzip, stamp);
  } catch (cause) {
    throw unpackingError(cause, stamp.label) ?? cause;
  } finally {
    gunzip.destroy();
    await feeding.catch(() => {});
    await source.return?.(); // closes the file
  }
}

/** The items of `source`, which stays open when the loop over them ends early. */
async function* untilDone<T>(source: AsyncIterator<T>): AsyncGenerator<T, void> {
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

// zlib takes zeros after a member for padding and stops there, whatever follows them
const checkRest = async (gunzip: Gunzip, stamp: FileStamp): Promise<void> => {
  if (gunzip.bytesWritten >= stamp.size) return;
  for await (const chunk of readBytes(stamp, gunzip.bytesWritten))
    if (chunk.some((byte) => byte !== 0))
      throw gzipError(stamp.label, 'other data follows the gzip data and its padding', undefined);
};

const unpackingError = (cause: unknown, label: string): InputError | undefined => {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'Z_BUF_ERROR')
    return gzipError(label, 'the gzip data ends early: the file is truncated', cause);
  if (code === 'Z_DATA_ERROR' || code === 'Z_NEED_DICT')
    return gzipError(label, `the gzip data is damaged (${(cause as Error).message})`, cause);
  return undefined;
};

const gzipError = (label: string, found: string, cause: unknown): InputError =>
  new InputError(
    'input-format',
    {
      where: at(label),
      found,
      expected: 'complete gzip members and nothing else',
      fix: `Copy or pack the file again; \`gzip -t\` checks it.`,
    },
    { cause, data: { file: label } },
  );
