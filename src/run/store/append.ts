/**
 * Appending with group commit: records that come while a write is under way go out together in the next one, so that
 * many waiting answers share one fsync. A failed write is undone and ends writing for good: after a failed fsync nobody
 * knows what the disk holds.
 */
import type { FileHandle } from 'node:fs/promises';
import { crashPoint } from '../crash-points.ts';
import { writeFailure } from '../files/failures.ts';

/** `every`: an answer is acknowledged when it is on the disk. `second`: when the system has it; on disk within a second. */
export type Fsync = 'every' | 'second';

interface Waiting {
  readonly record: Buffer;
  /** Called with the record's offset as soon as it may be relied upon. */
  readonly done: (offset: number) => void;
  readonly failed: (error: unknown) => void;
}

export class Appender {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #fsync: Fsync;
  #end: number;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #failure: unknown;
  #timer: NodeJS.Timeout | undefined;
  #syncing: Promise<void> = Promise.resolve();

  /** Appends from `end` on; `path` is for messages. */
  constructor(path: string, handle: FileHandle, end: number, fsync: Fsync) {
    this.#path = path;
    this.#handle = handle;
    this.#end = end;
    this.#fsync = fsync;
  }

  /** Bytes of the log so far. */
  get end(): number {
    return this.#end;
  }

  /** Appends one record; resolves to its offset when it may be relied upon. */
  append(record: Buffer): Promise<number> {
    return new Promise((done, failed) => {
      this.#waiting.push({ record, done, failed });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when all that was appended so far is on the disk. */
  async flush(): Promise<void> {
    await this.#running;
    if (this.#timer) this.#syncNow();
    await this.#syncing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #run(): Promise<void> {
    // The rest of this turn may bring more answers for the same write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commit(group);
    }
    this.#running = undefined;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      if (this.#failure !== undefined) throw this.#failure;
      let offset = this.#end;
      await this.#write(Buffer.concat(group.map(({ record }) => record)));
      for (const { record, done } of group) {
        done(offset);
        offset += record.length;
      }
    } catch (error) {
      this.#failure ??= writeFailure(error, this.#path);
      for (const { failed } of group) failed(this.#failure);
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    const start = this.#end;
    try {
      crashPoint('append:before');
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, start + done);
        done += bytesWritten;
      }
      crashPoint('append:after');
      if (this.#fsync === 'every') await this.#sync();
      else this.#syncSoon();
      this.#end = start + bytes.length;
    } catch (error) {
      // Where even this fails, the next opening cuts the torn record off.
      await this.#handle.truncate(start).catch(() => {});
      throw error;
    }
  }

  async #sync(): Promise<void> {
    crashPoint('fsync:before');
    await this.#handle.datasync();
    crashPoint('fsync:after');
  }

  #syncSoon(): void {
    this.#timer ??= setTimeout(() => this.#syncNow(), 1000).unref();
  }

  #syncNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#syncing = this.#syncing
      .then(() => this.#sync())
      .catch((error) => {
        this.#failure ??= writeFailure(error, this.#path);
      });
  }
}
