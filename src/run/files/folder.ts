/**
 * The folder that a run writes into, and nothing else: names are relative, parents are resolved, and a symbolic link
 * that leads out of the folder is refused. Checked before work starts, since a night of answers should not end in EROFS.
 */
import { constants } from 'node:fs';
import { access, mkdir, realpath, stat, statfs, unlink } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  type AtomicWriter,
  createAtomicWriter,
  probeFolder,
  removeStaleTemporaries,
  syncFolder,
  type Written,
  writeAtomic,
} from './atomic.ts';
import { diskFull, refuseOutput, systemCode, writing } from './failures.ts';

/** A folder in which files can be written safely; names are relative to it, with `/` between parts. */
export interface OutputFolder {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** Absolute path for `name`, its folders made; throws where a link would lead out. */
  place(name: string): Promise<string>;
  createWriter(name: string): Promise<AtomicWriter>;
  write(name: string, data: string | Uint8Array): Promise<Written>;
  /** Removes a file, if it is there. */
  remove(name: string): Promise<void>;
  /** A folder inside this one, with the same rules and inputs. */
  folder(name: string): Promise<OutputFolder>;
}

export interface OutputFolderOptions {
  /** Files that must not be overwritten. */
  readonly inputs?: readonly string[];
  /** Space the work will need at least; default 64 KiB. */
  readonly needBytes?: number;
}

const defaultNeed = 64 * 1024;

/** Whether `path` is `folder` or lies in it; both absolute and resolved. */
export const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path);
};

const partsOf = (root: string, name: string): readonly string[] => {
  const parts = name.split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
  if (plain) return parts;
  throw refuseOutput(root, `${JSON.stringify(name)} is no name inside the folder`, 'Use a plain name.');
};

/** Makes one folder in `parent` if needed and returns where it really is. */
const enter = async (root: string, parent: string, part: string): Promise<string> => {
  const path = join(parent, part);
  const made = await mkdir(path).then(
    () => true,
    (error) => {
      if (systemCode(error) === 'EEXIST') return false;
      throw error;
    },
  );
  if (made) await syncFolder(parent);
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined && isInside(root, real)) return real;
  throw refuseOutput(path, 'a symbolic link leads out of the output folder', 'Remove the link.');
};

const placeIn = (root: string, name: string): Promise<string> =>
  writing(join(root, name), async () => {
    const parts = partsOf(root, name);
    let folder = root;
    for (const part of parts.slice(0, -1)) folder = await enter(root, folder, part);
    return join(folder, parts.at(-1) ?? '');
  });

const openedAt = (root: string, inputs: readonly string[]): OutputFolder => ({
  path: root,
  place: (name) => placeIn(root, name),
  createWriter: async (name) => createAtomicWriter(await placeIn(root, name), { inputs }),
  write: async (name, data) => writeAtomic(await placeIn(root, name), data, { inputs }),
  remove: async (name) => {
    const path = await placeIn(root, name);
    await unlink(path).catch((error) => {
      if (systemCode(error) !== 'ENOENT') throw error;
    });
  },
  folder: async (name) => {
    const inner = dirname(await placeIn(root, `${name}/-`));
    await removeStaleTemporaries(inner);
    return openedAt(inner, inputs);
  },
});

const checkSpace = async (folder: string, needBytes: number): Promise<void> => {
  const { bavail, blocks, bsize } = await statfs(folder);
  // A file system without blocks, such as /proc, tells nothing about room.
  if (blocks > 0 && bavail * bsize < needBytes) throw diskFull(folder);
};

/** The nearest folder above `path` that exists, or what stands in its place. */
const nearestExisting = async (path: string): Promise<string> => {
  let nearest = path;
  while (nearest !== dirname(nearest) && !(await stat(nearest).catch(() => undefined)))
    nearest = dirname(nearest);
  return nearest;
};

/** Whether a run could write here, found out without writing: for plans. Throws as `openOutputFolder` would. */
export const inspectOutputFolder = (path: string, options: OutputFolderOptions = {}): Promise<void> =>
  writing(path, async () => {
    const folder = await nearestExisting(resolve(path));
    if (!(await stat(folder)).isDirectory())
      throw refuseOutput(folder, 'is not a folder', 'Choose another folder with --output.');
    await access(folder, constants.W_OK | constants.X_OK);
    await checkSpace(folder, options.needBytes ?? defaultNeed);
  });

/** Makes the folder if needed, checks that it can be written and has room, and removes what killed runs left in it. */
export const openOutputFolder = (path: string, options: OutputFolderOptions = {}): Promise<OutputFolder> =>
  writing(path, async () => {
    // First without writing: on a read-only disk Node reports a recursive mkdir as ENOENT.
    await inspectOutputFolder(path, options);
    await mkdir(path, { recursive: true });
    const root = await realpath(path);
    await probeFolder(root);
    await removeStaleTemporaries(root);
    return openedAt(root, options.inputs ?? []);
  });
