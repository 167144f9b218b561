/** Opening a log: scan, then cut an unfinished end or rewrite what is damaged. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../files/atomic.ts';
import { systemCode } from '../files/failures.ts';
import { encodeHeader, headerBytes } from './format.ts';
import { KeyIndex } from './key-index.ts';
import { repairLog } from './repair.ts';
import { type ScanReport, scanLog } from './scan.ts';

/** An open log, sound unless it is read-only. */
export interface OpenLog {
  /** Absent for a read-only log that does not exist. */
  readonly handle?: FileHandle;
  readonly index: KeyIndex;
  /** What the scan found, before any repair. */
  readonly report: ScanReport & { readonly duplicates: number };
  /** Where the next record goes. */
  readonly end: number;
  /** Where the damaged log is kept. */
  readonly aside?: string;
}

const nothing = { records: 0, corrupt: 0, tornBytes: 0, duplicates: 0, sound: [], end: headerBytes };

const scanInto = async (path: string, handle: FileHandle): Promise<OpenLog & { readonly size: number }> => {
  const { size } = await handle.stat();
  const index = new KeyIndex();
  let duplicates = 0;
  // Later records replace earlier ones of the same key: only a run that ignores the store writes such.
  const report = await scanLog(handle, size, path, (bytes, keyAt, offset, length) => {
    if (!index.set(bytes, keyAt, offset, length)) duplicates += 1;
  });
  return { handle, index, report: { ...report, duplicates }, end: report.end, size };
};

/** Makes the file end where its last sound record ends; a file cut before its header's end gets a new one. */
const cutAt = async (path: string, handle: FileHandle, end: number, size: number): Promise<void> => {
  if (size < headerBytes) await handle.write(encodeHeader(), 0, headerBytes, 0);
  else await handle.truncate(end);
  await handle.sync();
  if (size === 0) await syncFolder(dirname(path));
};

const openExisting = async (path: string, flags: number): Promise<FileHandle | undefined> => {
  try {
    return await open(path, flags | (constants.O_NOFOLLOW ?? 0), 0o666);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** Opens a log for reading only: nothing is repaired, a log that is not there is empty. */
export const openLogToRead = async (path: string): Promise<OpenLog> => {
  const handle = await openExisting(path, constants.O_RDONLY);
  if (handle === undefined) return { index: new KeyIndex(), report: nothing, end: headerBytes };
  try {
    return await scanInto(path, handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
};

/** Opens a log for writing, made if needed and repaired where damaged. */
export const openLogToWrite = async (path: string): Promise<OpenLog> => {
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o666);
  try {
    const opened = await scanInto(path, handle);
    if (opened.report.corrupt > 0) return await reopenRepaired(path, handle, opened.report);
    if (opened.size < headerBytes || opened.report.tornBytes > 0)
      await cutAt(path, handle, opened.end, opened.size);
    return opened;
  } catch (error) {
    await handle.close();
    throw error;
  }
};

const reopenRepaired = async (
  path: string,
  handle: FileHandle,
  report: OpenLog['report'],
): Promise<OpenLog> => {
  const aside = await repairLog(path, handle, report);
  await handle.close();
  const repaired = await openLogToWrite(path);
  return { ...repaired, report, aside };
};
