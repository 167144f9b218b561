/** Streams of bytes for tests. */

/** `bytes` in chunks of the sizes given, over and over. */
export async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer, void> {
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

/** All items of `items`. */
export const gathered = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

/** All bytes of `chunks` as text. */
export const joinedText = async (chunks: AsyncIterable<Buffer>): Promise<string> =>
  Buffer.concat(await gathered(chunks)).toString('utf8');
