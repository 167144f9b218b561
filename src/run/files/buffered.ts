import type { FileHandle } from 'node:fs/promises';
import { writing } from './failures.ts';

/** A write below this is joined with the next: rows are short, and a system call a row is slow. */
const bufferBytes = 256 * 1024;

/** Writes a file from its beginning, in order, with bounded memory where callers await. */
export class BufferedWriter {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #onBytes: (bytes: Uint8Array) => void;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #written = 0;
  /** The last write begun: writes follow each other even where callers do not wait. */
  #tail: Promise<void> = Promise.resolve();

  /** `onBytes` sees every byte once, in order; `path` is for messages. */
  constructor(path: string, handle: FileHandle, onBytes: (bytes: Uint8Array) => void = () => {}) {
    this.path = path;
    this.#handle = handle;
    this.#onBytes = onBytes;
  }

  /** Bytes that have reached the operating system. */
  get written(): number {
    return this.#written;
  }

  /** Takes a copy of `chunk`; waits for the disk where enough has gathered. */
  async write(chunk: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(chunk as Uint8Array);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= bufferBytes) await this.flush();
  }

  /** Resolves when all that was given so far has reached the operating system. */
  flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#tail = this.#tail.then(() => writing(this.path, () => this.#append(bytes)));
    // A failure reaches whoever awaits; this keeps it from ending the process before anybody does.
    this.#tail.catch(() => {});
    return this.#tail;
  }

  /** Resolves when nothing is under way any more, well or not. */
  async settled(): Promise<void> {
    await this.#tail.catch(() => {});
  }

  async #append(bytes: Uint8Array): Promise<void> {
    this.#onBytes(bytes);
    for (let done = 0; done < bytes.length; ) {
      const length = bytes.length - done;
      const { bytesWritten } = await this.#handle.write(bytes, done, length, this.#written);
      done += bytesWritten;
      this.#written += bytesWritten;
    }
  }
}
