/** What lies in a store's folder. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isLockFile } from '../lock.ts';
import { isAside } from './repair.ts';

/** A log by its place in the store. */
export interface LogFile {
  readonly stage: string;
  readonly fingerprint: string;
  readonly path: string;
}

/** Everything in a store's folder, paths relative to it, in order of names. */
export interface StoreFiles {
  readonly logs: readonly LogFile[];
  /** Damaged logs that were kept. */
  readonly aside: readonly string[];
  /** What no hapui made. */
  readonly unknown: readonly string[];
}

const logName = /^([a-z0-9][a-z0-9_-]*)\.log$/;
const temporaryName = /^\..+\.tmp$/;

const sorted = async (folder: string): Promise<readonly Dirent[]> =>
  (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));

/** Sorts what lies in `folder` into logs, damaged logs kept aside and unknown files; no link is followed. */
export const listStore = async (folder: string): Promise<StoreFiles> => {
  const logs: LogFile[] = [];
  const aside: string[] = [];
  const unknown: string[] = [];
  const addFile = (stage: string, entry: Dirent): void => {
    const name = join(stage, entry.name);
    const fingerprint = logName.exec(entry.name)?.[1];
    if (entry.isFile() && fingerprint) logs.push({ stage, fingerprint, path: join(folder, name) });
    else if (entry.isFile() && isAside(entry.name)) aside.push(name);
    else if (!(entry.isFile() && temporaryName.test(entry.name))) unknown.push(name);
  };
  for (const entry of await sorted(folder)) {
    if (entry.isDirectory())
      for (const inner of await sorted(join(folder, entry.name))) addFile(entry.name, inner);
    else if (!(isLockFile(entry.name) || temporaryName.test(entry.name))) unknown.push(entry.name);
  }
  return { logs, aside, unknown };
};
