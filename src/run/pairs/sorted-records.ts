/**
 * Records by key, whatever the order in which they came, in flat memory: sorted pieces go to scratch files and are merged
 * (Knuth, The Art of Computer Programming 3, 5.4). Keys are distinct; they are compared by code units.
 */
import { type FileHandle, open } from 'node:fs/promises';
import type { Json } from '../../types.ts';
import type { Spool } from '../files.ts';

export interface SortedRecords<T> {
  add(key: string, record: T): Promise<void>;
  /** All records, by key; none can be added any more. */
  read(): AsyncGenerator<T>;
}

/** Bytes of records that are held before a piece is written. */
const pieceSize = 8 * 1024 * 1024;

/** Pieces that are made one before there are more: open files and their buffers stay few. */
const mergedAtOnce = 64;

/** `text`: the record in JSON, UTF-8. */
interface Entry {
  readonly key: string;
  readonly text: Buffer;
}

/** Starts gathering; the scratch files belong to `spool`. `pieceBytes`, `width`: for tests. */
export const createSortedRecords = <T>(
  spool: Spool,
  name: string,
  { pieceBytes = pieceSize, width = mergedAtOnce } = {},
): SortedRecords<T> => {
  const held = createHeld(pieceBytes);
  /** Paths by level: a piece of a level is made of `width` pieces of the one below. */
  const levels: string[][] = [];

  const write = async (entries: AsyncIterable<Entry>): Promise<string> => {
    const file = await spool.create(name);
    for await (const entry of entries) for (const part of framed(entry)) await file.write(part);
    await file.close();
    return file.path;
  };

  const writePiece = async (): Promise<void> => {
    let path = await write(held.take());
    for (let level = 0; ; level++) {
      levels[level] ??= [];
      const paths = levels[level]!;
      paths.push(path);
      if (paths.length < width) return;
      path = await write(merged(paths.map(entriesOf)));
      for (const each of paths.splice(0)) await spool.remove(each);
    }
  };

  return {
    add: async (key, record) => {
      const text = JSON.stringify(record as Json);
      const bytes = Buffer.byteLength(text);
      if (held.isFull(bytes)) await writePiece();
      held.add(key, text, bytes);
    },
    read: async function* () {
      const pieces = [...levels.flat().map(entriesOf), held.take()];
      for await (const { text } of merged(pieces)) yield JSON.parse(text.toString('utf8')) as T;
    },
  };
};

/** Records of one piece, in bytes of their own: as strings they would be moved and kept alive by every collection of garbage. */
const createHeld = (pieceBytes: number) => {
  let bytes = Buffer.alloc(0);
  let used = 0;
  let places: { readonly key: string; readonly from: number; readonly to: number }[] = [];
  return {
    /** Whether there is something that must go before so many bytes find room. */
    isFull: (length: number): boolean => used > 0 && used + length > Math.max(pieceBytes, bytes.length),
    add: (key: string, text: string, length: number): void => {
      // made with the first record, and anew for one that is longer than all
      if (length > bytes.length - used) bytes = Buffer.allocUnsafeSlow(Math.max(pieceBytes, length));
      places.push({ key, from: used, to: used + bytes.write(text, used) });
      used += length;
    },
    /** All by key; then nothing is held. What was taken must be used up before more is added. */
    take: async function* (): AsyncGenerator<Entry> {
      const taken = places.sort(before);
      [places, used] = [[], 0];
      for (const { key, from, to } of taken) yield { key, text: bytes.subarray(from, to) };
    },
  };
};

const before = (a: { readonly key: string }, b: { readonly key: string }): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : 0;

/** Lengths stand before the bytes: a text may hold any line end. */
const framed = ({ key, text }: Entry): readonly Buffer[] => {
  const head = Buffer.from(key);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(head.length, 0);
  lengths.writeUInt32LE(text.length, 4);
  return [lengths, head, text];
};

const readSize = 64 * 1024;

async function* entriesOf(path: string): AsyncGenerator<Entry> {
  const handle = await open(path, 'r');
  try {
    const take = createReader(handle);
    for (let lengths = await take(8); lengths; lengths = await take(8)) {
      const key = await take(lengths.readUInt32LE(0));
      const text = await take(lengths.readUInt32LE(4));
      if (!key || !text) throw new Error(`${path} ends in the middle of a record`);
      yield { key: key.toString('utf8'), text };
    }
  } finally {
    await handle.close();
  }
}

/** Takes so many bytes from the front of what is left; undefined where fewer are left. */
const createReader = (handle: FileHandle) => {
  let held = Buffer.alloc(0);
  return async (length: number): Promise<Buffer | undefined> => {
    while (held.length < length) {
      const chunk = Buffer.alloc(Math.max(readSize, length - held.length));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
      if (bytesRead === 0) return undefined;
      held = Buffer.concat([held, chunk.subarray(0, bytesRead)]);
    }
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
};

/** The least of the first entries, again and again. O(pieces) an entry, and there are few pieces. */
async function* merged(pieces: readonly AsyncGenerator<Entry>[]): AsyncGenerator<Entry> {
  const heads = await Promise.all(pieces.map((piece) => piece.next()));
  try {
    for (;;) {
      let least = -1;
      for (const [place, head] of heads.entries()) {
        const best = heads[least];
        if (!head.done && (best === undefined || best.done || before(head.value, best.value) < 0))
          least = place;
      }
      if (least < 0) return;
      yield heads[least]!.value as Entry;
      heads[least] = await pieces[least]!.next();
    }
  } finally {
    for (const piece of pieces) await piece.return(undefined);
  }
}
