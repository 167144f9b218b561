/** What the operating system's refusals mean to the user: one translation for every place that writes. */
import { ConfigError, HapuiError } from '../../errors.ts';

const fullDisk: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

const unusable: Readonly<Record<string, string>> = {
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  EROFS: 'lies on a read-only file system',
  ENOENT: 'lies in a folder that is not there',
  ENOTDIR: 'lies below something that is not a folder',
  EISDIR: 'is a folder',
  EEXIST: 'is in the way',
  ELOOP: 'is a symbolic link',
  ENAMETOOLONG: 'has too long a name',
};

/** The `code` of a system error (`ENOENT`), or an empty string. */
export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The error for a disk that is full: everything written so far stays sound, so running again continues. */
export const diskFull = (path: string, cause?: unknown): HapuiError =>
  new HapuiError(
    'stopped',
    {
      where: path,
      found: 'no space is left on the disk',
      fix: 'Free some space and run the same command again: it continues where it stopped.',
    },
    { cause, data: { path, reason: 'disk-full' } },
  );

/** The error for an output that must not or cannot be written. */
export const refuseOutput = (path: string, found: string, fix: string, cause?: unknown): ConfigError =>
  new ConfigError('output-folder', { where: path, found, fix }, { cause, data: { path } });

/**
 * Translates a failure of writing `path`; errors that are no refusal (and hapui's own) come back as they are. `option` named
 * the file on the command line; without one it lies in the outputs folder.
 */
export const writeFailure = (error: unknown, path: string, option?: string): unknown => {
  if (error instanceof HapuiError) return error;
  const code = systemCode(error);
  if (fullDisk.has(code)) return diskFull(path, error);
  const reason = unusable[code];
  if (reason === undefined) return error;
  const fix =
    option === undefined ? 'Choose another folder with --output.' : `Choose another file with ${option}.`;
  return refuseOutput(path, `${reason} (${code})`, fix, error);
};

/** Runs `work`; its refusals by the operating system become errors about `path`. */
export const writing = async <T>(path: string, work: () => Promise<T>, option?: string): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(error, path, option);
  }
};
