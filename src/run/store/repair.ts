/** Making a damaged log sound again without losing what could still be looked at. */
import { constants } from 'node:fs';
import { copyFile, type FileHandle, link, stat } from 'node:fs/promises';
import { createAtomicWriter } from '../files/atomic.ts';
import { systemCode } from '../files/failures.ts';
import { encodeHeader } from './format.ts';
import { readFully, type ScanReport } from './scan.ts';

const chunkBytes = 4 * 1024 * 1024;

/** Name of the n-th copy of a damaged log. */
const asideName = (path: string, n: number): string => `${path}.corrupt-${n}`;

/** Whether a name is that of a damaged log kept aside. */
export const isAside = (name: string): boolean => /\.log\.corrupt-\d+$/.test(name);

const isSameFile = async (a: string, b: string): Promise<boolean> => {
  const [left, right] = await Promise.all([stat(a), stat(b)]);
  return left.dev === right.dev && left.ino === right.ino;
};

/** Gives the log a second name, which is instant and cannot be half done; copies where links are unknown. */
const linkOrCopy = async (path: string, aside: string): Promise<void> => {
  try {
    await link(path, aside);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    await copyFile(path, aside, constants.COPYFILE_EXCL);
  }
};

/** Keeps the damaged log under another name, once; returns that name. */
const keepAside = async (path: string): Promise<string> => {
  for (let n = 1; ; n += 1) {
    const aside = asideName(path, n);
    try {
      await linkOrCopy(path, aside);
      return aside;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      // A run killed between keeping aside and rewriting has done this already.
      if (await isSameFile(path, aside)) return aside;
    }
  }
};

/** Replaces a damaged log by its sound records, the damaged one kept aside; returns where that is. */
export const repairLog = async (path: string, handle: FileHandle, report: ScanReport): Promise<string> => {
  const aside = await keepAside(path);
  const writer = await createAtomicWriter(path);
  try {
    await writer.write(encodeHeader());
    for (const [from, to] of report.sound) {
      for (let offset = from; offset < to; offset += chunkBytes) {
        const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, to - offset));
        await readFully(handle, chunk, offset);
        await writer.write(chunk);
      }
    }
    await writer.commit();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return aside;
};
