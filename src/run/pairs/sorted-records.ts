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

/** Characters that are held before a piece is written. */
const pieceSize = 16 * 1024 * 1024;

interface Entry {
  readonly key: string;
  readonly text: string;
}

/** Starts gathering; the scratch files belong to `spool`. `pieceChars`: for tests. */
export const createSortedRecords = <T>(
  spool: Spool,
  name: string,
  pieceChars = pieceSize,
): SortedRecords<T> => {
  let held: Entry[] = [];
  let size = 0;
  const files: string[] = [];
  const writePiece = async (): Promise<void> => {
    const file = await spool.create(name);
    for (const entry of sorted(held)) await file.write(framed(entry));
    await file.close();
    files.push(file.path);
    held = [];
    size = 0;
  };
  return {
    add: async (key, record) => {
      const text = JSON.stringify(record as Json);
      held.push({ key, text });
      size += key.length + text.length;
      if (size >= pieceChars) await writePiece();
    },
    read: async function* () {
      const pieces = [...files.map(entriesOf), inMemory(sorted(held))];
      for await (const { text } of merged(pieces)) yield JSON.parse(text) as T;
    },
  };
};

const before = (a: Entry, b: Entry): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
const sorted = (entries: readonly Entry[]): readonly Entry[] => [...entries].sort(before);

/** Lengths stand before the bytes: a text may hold any line end. */
const framed = ({ key, text }: Entry): Buffer => {
  const [head, body] = [Buffer.from(key), Buffer.from(text)];
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(head.length, 0);
  lengths.writeUInt32LE(body.length, 4);
  return Buffer.concat([lengths, head, body]);
};

async function* inMemory(entries: readonly Entry[]): AsyncGenerator<Entry> {
  yield* entries;
}

const readSize = 64 * 1024;

async function* entriesOf(path: string): AsyncGenerator<Entry> {
  const handle = await open(path, 'r');
  try {
    const take = createReader(handle);
    for (let lengths = await take(8); lengths; lengths = await take(8)) {
      const key = await take(lengths.readUInt32LE(0));
      const text = await take(lengths.readUInt32LE(4));
      if (!key || !text) throw new Error(`${path} ends in the middle of a record`);
      yield { key: key.toString('utf8'), text: text.toString('utf8') };
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
