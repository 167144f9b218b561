/** Reads a log from its beginning and says what is sound: every record is checked, what is damaged is stepped over. */
import type { FileHandle } from 'node:fs/promises';
import { at, StoreError } from '../../errors.ts';
import {
  decodeHeader,
  formatVersion,
  headBytes,
  headerBytes,
  isPayloadSound,
  keyOffset,
  marker,
  payloadLength,
} from './format.ts';

/** Called for every sound record, in file order; the key's 32 bytes start at `keyAt` in `bytes`. */
export type OnRecord = (bytes: Buffer, keyAt: number, offset: number, length: number) => void;

export interface ScanReport {
  /** Sound records. */
  readonly records: number;
  /** Damaged places: a record, or a stretch in which no record can be made out. The header counts too. */
  readonly corrupt: number;
  /** Bytes of a last record that was never finished. */
  readonly tornBytes: number;
  /** Sound stretches, from and to, without the header. */
  readonly sound: readonly (readonly [from: number, to: number])[];
  /** End of the last sound record. */
  readonly end: number;
}

const windowBytes = 4 * 1024 * 1024;

/** Reads exactly `buffer.length` bytes from `offset`, or less at the end of the file. */
export const readFully = async (handle: FileHandle, buffer: Buffer, offset: number): Promise<number> => {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await handle.read(buffer, done, buffer.length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
};

/** A stretch of the file in memory. */
class Window {
  readonly #handle: FileHandle;
  readonly #size: number;
  bytes: Buffer = Buffer.alloc(0);
  start = 0;

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.#size = size;
  }

  holds(offset: number, length: number): boolean {
    return offset >= this.start && offset + length <= this.start + this.bytes.length;
  }

  /** Makes `length` bytes from `offset` available; they must lie in the file. */
  async load(offset: number, length: number): Promise<void> {
    const wanted = Math.min(Math.max(length, windowBytes), this.#size - offset);
    const buffer = this.bytes.length === wanted ? this.bytes : Buffer.allocUnsafe(wanted);
    const read = await readFully(this.#handle, buffer, offset);
    if (read < length) throw new Error(`the file became shorter while it was read (at ${offset + read})`);
    this.bytes = buffer.subarray(0, read);
    this.start = offset;
  }
}

class Scanner {
  readonly #window: Window;
  readonly #size: number;
  readonly #onRecord: OnRecord;
  #records = 0;
  #corrupt = 0;
  #tornBytes = 0;
  #sound: [number, number][] = [];

  constructor(handle: FileHandle, size: number, onRecord: OnRecord) {
    this.#window = new Window(handle, size);
    this.#size = size;
    this.#onRecord = onRecord;
  }

  async scan(path: string): Promise<ScanReport> {
    await this.#header(path);
    for (let offset = headerBytes; offset < this.#size; ) offset = await this.#step(offset);
    return {
      records: this.#records,
      corrupt: this.#corrupt,
      tornBytes: this.#tornBytes,
      sound: this.#sound,
      end: this.#sound.at(-1)?.[1] ?? headerBytes,
    };
  }

  async #header(path: string): Promise<void> {
    const length = Math.min(headerBytes, this.#size);
    await this.#window.load(0, length);
    const header = decodeHeader(this.#window.bytes.subarray(0, length));
    if (header.kind === 'corrupt') this.#corrupt += 1;
    if (header.kind === 'torn') this.#tornBytes = length;
    if (header.kind === 'sound' && header.version > formatVersion) throw newerVersion(path, header.version);
  }

  /** Handles what stands at `offset` and returns where to go on. */
  async #step(offset: number): Promise<number> {
    const window = this.#window;
    if (this.#size - offset < headBytes) return this.#torn(offset);
    if (!window.holds(offset, headBytes)) await window.load(offset, headBytes);
    const length = payloadLength(window.bytes, offset - window.start);
    if (length < 0) return this.#resume(offset);
    const end = offset + headBytes + length;
    if (end > this.#size) return this.#torn(offset);
    if (!window.holds(offset, end - offset)) await window.load(offset, end - offset);
    const place = offset - window.start;
    if (isPayloadSound(window.bytes, place, length)) this.#accept(window.bytes, place, offset, length);
    else this.#corrupt += 1;
    return end;
  }

  #accept(bytes: Buffer, place: number, offset: number, length: number): void {
    this.#records += 1;
    const last = this.#sound.at(-1);
    const end = offset + headBytes + length;
    if (last?.[1] === offset) last[1] = end;
    else this.#sound.push([offset, end]);
    this.#onRecord(bytes, place + keyOffset, offset, length);
  }

  #torn(offset: number): number {
    this.#tornBytes = this.#size - offset;
    return this.#size;
  }

  /** The head at `offset` is damaged: finds the next sound one. A head that claims bytes beyond the end is no record. */
  async #resume(offset: number): Promise<number> {
    this.#corrupt += 1;
    const window = this.#window;
    for (let from = offset + 1; this.#size - from >= headBytes; ) {
      if (!window.holds(from, headBytes)) await window.load(from, headBytes);
      const place = window.bytes.indexOf(marker, from - window.start);
      // Without a marker, the last bytes of the window may still be the beginning of one.
      const next = place < 0 ? window.start + window.bytes.length - marker.length + 1 : window.start + place;
      if (place >= 0 && this.#size - next >= headBytes) {
        if (!window.holds(next, headBytes)) await window.load(next, headBytes);
        const length = payloadLength(window.bytes, next - window.start);
        if (length >= 0 && next + headBytes + length <= this.#size) return next;
      }
      from = place < 0 ? next : next + 1;
    }
    return this.#size;
  }
}

const newerVersion = (path: string, version: number): StoreError =>
  new StoreError(
    'store-version',
    {
      where: at(path),
      found: `this store has format ${version}, written by a newer hapui`,
      expected: `format ${formatVersion} at most`,
      fix: 'Update hapui, or use another output folder.',
    },
    { data: { path, version, supported: formatVersion } },
  );

/** Scans the log in `handle`, of `size` bytes; `path` is for messages. Throws `store-version` for a newer format. */
export const scanLog = (
  handle: FileHandle,
  size: number,
  path: string,
  onRecord: OnRecord,
): Promise<ScanReport> => new Scanner(handle, size, onRecord).scan(path);
