/** Raw bytes of an input file, read twice and more: the file must be the same every time. */
import type { Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { at, InputError } from '../../errors.ts';

/** Bytes a read. Larger chunks gain nothing and cost memory in every open cursor. */
export const chunkBytes = 1 << 15;

/** What a file was when it was first looked at. */
export interface FileStamp {
  readonly path: string;
  /** How messages call the file. */
  readonly label: string;
  readonly size: number;
  readonly modified: bigint;
}

/** Opens `path` once to note what it is. Throws `input-missing` where it is no readable, regular file. */
export const stampFile = async (
  path: string,
  label = path,
): Promise<FileStamp & { readonly head: Buffer }> => {
  const handle = await openFile(path, label);
  try {
    const head = Buffer.alloc(4096);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return { path, label, ...(await seen(handle, label)), head: head.subarray(0, bytesRead) };
  } catch (cause) {
    throw cause instanceof InputError ? cause : unreadable(label, cause);
  } finally {
    await handle.close();
  }
};

/** The file's bytes from `from` on; the handle is closed on early return and on errors too. */
export async function* readBytes(stamp: FileStamp, from = 0, hash?: Hash): AsyncGenerator<Buffer, void> {
  const handle = await openUnchanged(stamp);
  try {
    for (let position = from; ; ) {
      const chunk = Buffer.allocUnsafeSlow(chunkBytes);
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      hash?.update(chunk.subarray(0, bytesRead));
      yield chunk.subarray(0, bytesRead);
    }
    await checkUnchanged(stamp, handle);
  } finally {
    await handle.close();
  }
}

/** A handle to the file of `stamp`. Throws `input-changed` where it is not the same any more. */
export const openUnchanged = async (stamp: FileStamp): Promise<FileHandle> => {
  const handle = await openFile(stamp.path, stamp.label);
  try {
    await checkUnchanged(stamp, handle);
    return handle;
  } catch (cause) {
    await handle.close();
    throw cause;
  }
};

const openFile = async (path: string, label: string): Promise<FileHandle> => {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw unreadable(label, cause);
  }
};

const seen = async (handle: FileHandle, label: string) => {
  const stat = await handle.stat({ bigint: true });
  if (!stat.isFile())
    throw new InputError(
      'input-missing',
      {
        where: at(label),
        found: stat.isDirectory() ? 'this is a folder' : 'this is not a regular file',
        expected: 'a file (it is read several times)',
      },
      { data: { file: label } },
    );
  return { size: Number(stat.size), modified: stat.mtimeNs };
};

const checkUnchanged = async (stamp: FileStamp, handle: FileHandle): Promise<void> => {
  const { size, modified } = await seen(handle, stamp.label);
  if (size === stamp.size && modified === stamp.modified) return;
  throw new InputError(
    'input-changed',
    {
      where: at(stamp.label),
      found: `the file changed while it was in use (${stamp.size} bytes before, ${size} now)`,
      expected: 'an unchanged file until the run ends',
      fix: 'Run again when nothing writes to it any more.',
    },
    { data: { file: stamp.label } },
  );
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'the file may not be read (permission denied)',
  EPERM: 'the file may not be read (permission denied)',
  EISDIR: 'this is a folder',
  ENOTDIR: 'a part of the path is not a folder',
};

const unreadable = (label: string, cause: unknown): InputError => {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  return new InputError(
    'input-missing',
    {
      where: at(label),
      found: reasons[code] ?? `the file cannot be read (${code || String(cause)})`,
      expected: 'a readable file',
    },
    { cause, data: { file: label } },
  );
};
