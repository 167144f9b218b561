/** Scratch files outside the output folder, for inputs that must be read again and cannot be sought in. */
import { rmSync } from 'node:fs';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPid } from '../processes.ts';
import { BufferedWriter } from './buffered.ts';
import { writing } from './failures.ts';

/** A scratch file being written. */
export interface SpoolFile {
  readonly path: string;
  /** Resolves when the chunk is taken; awaiting it bounds the memory. */
  write(chunk: string | Uint8Array): Promise<void>;
  /** Ends writing; the file can be read at `path` until the spool is closed. */
  close(): Promise<void>;
}

/** A private folder of scratch files that goes away with the process. */
export interface Spool {
  /** A new empty file; `name` says in errors what it holds and is no part of its path. */
  create(name: string): Promise<SpoolFile>;
  /** Removes one of its files, closed before, once nobody reads it. */
  remove(path: string): Promise<void>;
  /** Removes all of its files. */
  close(): Promise<void>;
}

const prefix = 'hapui-spool-';
const folderName = new RegExp(`^${prefix}(\\d+)-`);

/** Removes the spools of this user's processes that were killed: a spool may be as large as an input. */
const removeStaleSpools = async (parent: string): Promise<void> => {
  for (const name of await readdir(parent)) {
    const pid = Number(folderName.exec(name)?.[1] ?? process.pid);
    if (pid === process.pid || hasPid(pid)) continue;
    const owner = await stat(join(parent, name)).catch(() => undefined);
    if (owner?.uid !== process.getuid?.()) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
};

const createFile = (path: string, name: string): Promise<SpoolFile> =>
  writing(`scratch file of ${name}`, async () => {
    const handle = await open(path, 'wx', 0o600);
    const buffer = new BufferedWriter(path, handle);
    return {
      path,
      write: (chunk) => buffer.write(chunk),
      close: async () => {
        try {
          await buffer.flush();
        } finally {
          await handle.close();
        }
      },
    };
  });

/** Opens a spool; nothing is made on disk before its first file. */
export const createSpool = (parent: string = tmpdir()): Spool => {
  let folder: Promise<string> | undefined;
  let made: string | undefined;
  let files = 0;
  const removeAtExit = (): void => {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
  };
  const makeFolder = async (): Promise<string> => {
    await removeStaleSpools(parent).catch(() => {});
    made = await mkdtemp(join(parent, `${prefix}${process.pid}-`));
    process.once('exit', removeAtExit);
    return made;
  };
  return {
    create: async (name) => {
      folder ??= writing(parent, makeFolder);
      files += 1;
      return createFile(join(await folder, `${files}.spool`), name);
    },
    remove: (path) => rm(path, { force: true }),
    close: async () => {
      await folder?.catch(() => {});
      process.removeListener('exit', removeAtExit);
      if (made !== undefined) await rm(made, { recursive: true, force: true });
      folder = undefined;
      made = undefined;
    },
  };
};
