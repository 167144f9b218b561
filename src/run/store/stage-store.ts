/** The answers of one stage of one system: a log on disk, and in memory only where each answer is. */

import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { writing } from '../files/failures.ts';
import { Appender, type Fsync } from './append.ts';
import { encodeRecord, headBytes, isPayloadSound, keyBytes, keyOffset, payloadLength } from './format.ts';
import { KeyIndex } from './key-index.ts';
import { type OpenLog, openLogToRead, openLogToWrite } from './open-log.ts';

/** What opening a log found, and what happened since. */
export interface StageStats {
  /** Sound records found at opening. */
  readonly records: number;
  /** Damaged places found at opening; the answers they held are to be computed again. */
  readonly corrupt: number;
  /** Bytes of an unfinished last record, cut off at opening. */
  readonly tornBytes: number;
  /** Sound records whose key a later one has too; the last counts. */
  readonly duplicates: number;
  /** Calls of `put` that stored nothing, since the key was there. */
  readonly ignored: number;
  /** Answers that were sound at opening and could not be read afterwards. */
  readonly unreadable: number;
  /** Size of the log. */
  readonly bytes: number;
  /** Where the damaged log is kept. */
  readonly aside?: string;
}

export interface StageOptions {
  readonly fsync: Fsync;
  readonly readOnly: boolean;
  /** Start as if nothing were stored; new answers take the place of old ones. */
  readonly fresh: boolean;
}

/** One stored answer. */
export interface StoredAnswer {
  readonly key: Uint8Array;
  readonly value: Buffer;
}

/** Answers by key (32 bytes, see `keys.ts`). */
export interface StageStore {
  readonly path: string;
  /** Answers that `has` knows. */
  readonly size: number;
  readonly stats: StageStats;
  has(key: Uint8Array): boolean;
  /** The answer, or undefined where there is none or the disk no longer gives it back. */
  get(key: Uint8Array): Promise<Buffer | undefined>;
  /** Stores an answer; resolves when a kill can no longer take it away. A key that is there keeps its answer. */
  put(key: Uint8Array, value: string | Uint8Array): Promise<void>;
  /** All answers, in the order in which their keys first came. */
  records(): AsyncIterable<StoredAnswer>;
  /** Resolves when everything stored so far is on the disk. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Reads a record and checks it; a synchronous read of a cached page costs 2 µs, an asynchronous one 40. */
const readRecord = (handle: FileHandle, offset: number, length: number): Buffer | undefined => {
  const record = Buffer.allocUnsafe(headBytes + length);
  for (let done = 0; done < record.length; ) {
    const read = readSync(handle.fd, record, done, record.length - done, offset + done);
    if (read === 0) return undefined;
    done += read;
  }
  const isSound = payloadLength(record, 0) === length && isPayloadSound(record, 0, length);
  return isSound ? record : undefined;
};

class LogStage implements StageStore {
  readonly path: string;
  readonly #log: OpenLog;
  readonly #index: KeyIndex;
  readonly #appender: Appender | undefined;
  /** Answers on their way to the disk: a second `put` of the same key waits for the first. */
  readonly #pending = new Map<string, Promise<void>>();
  #ignored = 0;
  #unreadable = 0;

  constructor(path: string, log: OpenLog, options: StageOptions) {
    this.path = path;
    this.#log = log;
    this.#index = options.fresh ? new KeyIndex() : log.index;
    if (log.handle && !options.readOnly)
      this.#appender = new Appender(path, log.handle, log.end, options.fsync);
  }

  get size(): number {
    return this.#index.size;
  }

  get stats(): StageStats {
    const { report, aside } = this.#log;
    return {
      records: report.records,
      corrupt: report.corrupt,
      tornBytes: report.tornBytes,
      duplicates: report.duplicates,
      ignored: this.#ignored,
      unreadable: this.#unreadable,
      bytes: this.#appender?.end ?? this.#log.end,
      ...(aside === undefined ? {} : { aside }),
    };
  }

  has(key: Uint8Array): boolean {
    return this.#index.find(key) >= 0;
  }

  async get(key: Uint8Array): Promise<Buffer | undefined> {
    const entry = this.#index.find(key);
    if (entry < 0) return undefined;
    const record = this.#read(entry);
    if (record === undefined) return undefined;
    // The index knows half of the key.
    const isSame = record.compare(key, 0, keyBytes, keyOffset, keyOffset + keyBytes) === 0;
    return isSame ? record.subarray(headBytes) : undefined;
  }

  /** The entry's record; one that cannot be read is forgotten, so that it is computed again. */
  #read(entry: number): Buffer | undefined {
    const { handle } = this.#log;
    if (handle === undefined) return undefined;
    const record = readRecord(handle, this.#index.offsetOf(entry), this.#index.lengthOf(entry));
    if (record) return record;
    this.#index.forget(entry);
    this.#unreadable += 1;
    return undefined;
  }

  async put(key: Uint8Array, value: string | Uint8Array): Promise<void> {
    if (this.#appender === undefined) throw new Error(`${this.path} is open for reading only`);
    const name = Buffer.from(key).toString('latin1');
    const before = this.has(key) ? Promise.resolve() : this.#pending.get(name);
    if (before) {
      this.#ignored += 1;
      return before;
    }
    const stored = this.#append(this.#appender, Uint8Array.from(key), value);
    this.#pending.set(name, stored);
    try {
      await stored;
    } finally {
      this.#pending.delete(name);
    }
  }

  async #append(appender: Appender, key: Uint8Array, value: string | Uint8Array): Promise<void> {
    const payload = typeof value === 'string' ? Buffer.from(value) : value;
    const offset = await appender.append(encodeRecord(key, payload));
    this.#index.set(key, 0, offset, payload.length);
  }

  async *records(): AsyncGenerator<StoredAnswer> {
    const { entries } = this.#index;
    for (let entry = 0; entry < entries; entry += 1) {
      const record = this.#index.isGone(entry) ? undefined : this.#read(entry);
      if (record) yield { key: record.subarray(keyOffset, headBytes), value: record.subarray(headBytes) };
    }
  }

  async flush(): Promise<void> {
    await this.#appender?.flush();
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#log.handle?.close();
    }
  }
}

/** Opens the log at `path`, whose folder exists unless it is opened for reading only. */
export const openStage = async (path: string, options: StageOptions): Promise<StageStore> => {
  const log = await (options.readOnly ? openLogToRead(path) : writing(path, () => openLogToWrite(path)));
  return new LogStage(path, log, options);
};
