/**
 * Files that are either the old ones or the new ones, never half: a temporary file in the same folder, fsync, rename,
 * fsync of the folder (a rename alone may be lost with the power).
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, lstat, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crashPoint } from '../crash-points.ts';
import { hasPid } from '../processes.ts';
import { BufferedWriter } from './buffered.ts';
import { refuseOutput, systemCode, writeFailure, writing } from './failures.ts';

/** What was written: its size and the hash that the manifest keeps. */
export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/** A file that appears under its name only when it is complete. */
export interface AtomicWriter {
  readonly path: string;
  /** Resolves when the chunk is taken; awaiting it bounds the memory. Chunks land in the order of the calls. */
  write(chunk: string | Uint8Array): Promise<void>;
  /** Makes the file durable and puts it in place of what had its name; where that fails, the old file stays. */
  commit(): Promise<Written>;
  /** Forgets the new file; the old one stays. Does nothing after `commit`. */
  abort(): Promise<void>;
}

export interface AtomicOptions {
  /** Files that this one must not replace, under whatever name or link. */
  readonly inputs?: readonly string[];
  /** The option of the command line that names the file, such as `--out`: what a message tells to change. */
  readonly option?: string;
}

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const temporaryName = /^\..+\.(\d+)-\d+\.tmp$/;

/** Those of this process: after a restart in a container, a new process has the pid of the one that died. */
const ownTemporaries = new Set<string>();
let counter = 0;

/** Opens a new file beside `path`, under a name that no other process has. */
export const openTemporary = async (path: string): Promise<{ handle: FileHandle; temporary: string }> => {
  for (;;) {
    counter += 1;
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${counter}.tmp`);
    try {
      const handle = await open(temporary, newFile, 0o666);
      ownTemporaries.add(temporary);
      return { handle, temporary };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
};

/** Removes a file of `openTemporary`, if it still has that name. */
export const removeTemporary = async (temporary: string): Promise<void> => {
  await unlink(temporary).catch(() => {});
  ownTemporaries.delete(temporary);
};

/** Writes and removes a byte: permissions alone do not tell of read-only mounts, quotas and full disks. */
export const probeFolder = async (folder: string): Promise<void> => {
  const { handle, temporary } = await openTemporary(join(folder, 'probe'));
  try {
    await handle.write('.');
    await handle.sync();
  } finally {
    await handle.close();
    await removeTemporary(temporary);
  }
};

const isStale = (path: string): boolean => {
  const pid = Number(temporaryName.exec(basename(path))?.[1] ?? Number.NaN);
  if (Number.isNaN(pid)) return false;
  return pid === process.pid ? !ownTemporaries.has(path) : !hasPid(pid);
};

/** Removes what killed processes left unfinished in `folder`; returns how many files that were. */
export const removeStaleTemporaries = async (folder: string): Promise<number> => {
  const names = await readdir(folder).catch(() => []);
  const stale = names.map((name) => join(folder, name)).filter(isStale);
  for (const path of stale) await unlink(path).catch(() => {});
  return stale.length;
};

/** Makes a folder's own entries (new, renamed and removed names) durable. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems cannot do this for folders, and then there is nothing to gain.
    if (!['EINVAL', 'EPERM', 'ENOTSUP', 'EISDIR'].includes(systemCode(error))) throw error;
  } finally {
    await handle.close();
  }
};

/** Refuses to replace anything but a plain file that is no input. */
const checkTarget = async (path: string, inputs: readonly string[]): Promise<void> => {
  const target = await lstat(path).catch(() => undefined);
  if (target === undefined) return;
  if (!target.isFile()) {
    const kind = target.isSymbolicLink() ? 'a symbolic link' : target.isDirectory() ? 'a folder' : 'a device';
    throw refuseOutput(path, `the output is ${kind}`, 'Remove it or choose another name.');
  }
  for (const input of inputs) {
    const found = await stat(input).catch(() => undefined);
    if (found && found.dev === target.dev && found.ino === target.ino)
      throw refuseOutput(path, `the output is the input ${input}`, 'Choose another output.');
  }
};

/** Whether `path` could be written, found out before the work that fills it. Throws `output-folder` where not. */
export const checkOutputFile = (path: string, { inputs = [], option }: AtomicOptions = {}): Promise<void> =>
  writing(
    path,
    async () => {
      const folder = dirname(path);
      if (!(await stat(folder).catch(() => undefined))?.isDirectory())
        throw refuseOutput(path, `there is no folder ${folder}`, 'Make it or choose another file.');
      await checkTarget(path, inputs);
      if (await lstat(path).catch(() => undefined)) await access(path, constants.W_OK);
      await probeFolder(folder);
    },
    option,
  );

class FileWriter implements AtomicWriter {
  readonly path: string;
  readonly #temporary: string;
  readonly #option: string | undefined;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  readonly #buffer: BufferedWriter;
  #finished = false;

  constructor(path: string, temporary: string, handle: FileHandle, option: string | undefined) {
    this.path = path;
    this.#temporary = temporary;
    this.#option = option;
    this.#handle = handle;
    this.#buffer = new BufferedWriter(path, handle, (bytes) => this.#hash.update(bytes));
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    if (this.#finished) throw new Error(`${this.path} is already closed`);
    await this.#buffer.write(chunk);
  }

  async commit(): Promise<Written> {
    if (this.#finished) throw new Error(`${this.path} is already closed`);
    try {
      await this.#publish();
    } catch (error) {
      await this.abort();
      throw writeFailure(error, this.path, this.#option);
    }
    return { bytes: this.#buffer.written, sha256: this.#hash.digest('hex') };
  }

  async #publish(): Promise<void> {
    await this.#buffer.flush();
    await this.#handle.sync();
    await this.#handle.close();
    crashPoint('rename:before');
    await rename(this.#temporary, this.path);
    crashPoint('rename:after');
    this.#finished = true;
    ownTemporaries.delete(this.#temporary);
    await syncFolder(dirname(this.path));
  }

  async abort(): Promise<void> {
    if (this.#finished) return;
    await this.#buffer.settled();
    await this.#handle.close().catch(() => {});
    await removeTemporary(this.#temporary);
    this.#finished = true;
  }
}

/** Starts a new version of the file at `path`, whose folder exists. */
export const createAtomicWriter = (
  path: string,
  { inputs = [], option }: AtomicOptions = {},
): Promise<AtomicWriter> =>
  writing(
    path,
    async () => {
      await checkTarget(path, inputs);
      const { handle, temporary } = await openTemporary(path);
      return new FileWriter(path, temporary, handle, option);
    },
    option,
  );

/** Replaces the file at `path` by `data`, as a whole. */
export const writeAtomic = async (
  path: string,
  data: string | Uint8Array,
  options: AtomicOptions = {},
): Promise<Written> => {
  const writer = await createAtomicWriter(path, options);
  await writer.write(data).catch(async (error) => {
    await writer.abort();
    throw error;
  });
  return writer.commit();
};
