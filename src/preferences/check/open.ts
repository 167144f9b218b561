/** A pair file of any origin, line by line, whatever is wrong with its bytes. */
import { isUtf8 } from 'node:buffer';
import { readBytes, stampFile } from '../../dialogues/input/file.ts';
import { isGzip, unpack } from '../../dialogues/input/gzip.ts';
import type { PairFile, PairLine } from './types.ts';

/** Opens `path`, which may be packed with gzip, as `datasets` allows. Throws `input-missing` where it cannot be read. */
export const openPairFile = async (path: string, label = path): Promise<PairFile> => {
  const { head, ...stamp } = await stampFile(path, label);
  return {
    label,
    lines: () => linesOf(isGzip(head) ? unpack(readBytes(stamp), stamp) : readBytes(stamp)),
  };
};

/** The lines of `chunks`. Memory is that of the longest line. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<PairLine, void> {
  let parts: Buffer[] = [];
  let line = 0;
  let offset = 0;
  const take = (): PairLine | undefined => {
    const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    parts = [];
    line++;
    const start = offset;
    offset += bytes.length + 1;
    return lineOf(bytes, line, start);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      parts.push(chunk.subarray(from, end));
      from = end + 1;
      const item = take();
      if (item) yield item;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
  const last = parts.length > 0 ? take() : undefined;
  if (last) yield last;
}

const lineOf = (bytes: Buffer, line: number, offset: number): PairLine | undefined => {
  const text = bytes.toString('utf8').replace(/\r$/, '');
  if (/^[ \t]*$/.test(text)) return undefined;
  if (isUtf8(bytes)) return { line, offset, text };
  return { line, offset, text, undecodable: text.indexOf('\ufffd') + 1 };
};
