/** Single files out of a `.tar.gz` or `.zip` (wheel), through the system's `tar` and `unzip`. */
import { execFile, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { HapuiError } from '../errors.ts';

/** An archive that can be listed and read. */
export interface Archive {
  readonly entries: readonly string[];
  /** Content of one entry. The archive never decides where a file goes: nothing is unpacked to disk. */
  read(entry: string): Readable;
}

interface Tool {
  readonly program: string;
  readonly magic: readonly number[];
  readonly list: (file: string) => readonly string[];
  readonly print: (file: string, entry: string) => readonly string[];
}

/** By the first bytes, as a downloaded file may have any name. */
const tools: readonly Tool[] = [
  {
    program: 'tar',
    magic: [0x1f, 0x8b],
    list: (file) => ['-tzf', file],
    print: (file, entry) => ['-xzOf', file, entry],
  },
  {
    program: 'unzip',
    magic: [0x50, 0x4b],
    list: (file) => ['-Z1', file],
    print: (file, entry) => ['-p', file, entry],
  },
];

/** Names that are no option and no pattern to either program. */
const plainEntry = /^(?!-)[\w./+-]+$/;

/** Opens the archive at `file`. Throws `model-load` where it is none, `missing-dependency` where the program is absent. */
export const openArchive = async (file: string): Promise<Archive> => {
  const tool = await toolFor(file);
  const { stdout } = await promisify(execFile)(tool.program, [...tool.list(file)], {
    maxBuffer: 2 ** 26,
  }).catch((cause) => {
    throw failed(tool.program, file, cause);
  });
  return {
    entries: stdout.split(/\r?\n/).filter((entry) => plainEntry.test(entry)),
    read: (entry) => output(tool.program, tool.print(file, entry), file),
  };
};

const toolFor = async (file: string): Promise<Tool> => {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(new Uint8Array(2), 0, 2, 0);
    const tool = tools.find(({ magic }) => magic.every((byte, i) => buffer[i] === byte));
    if (tool !== undefined) return tool;
  } finally {
    await handle.close();
  }
  throw new HapuiError('model-load', {
    where: file,
    found: 'not an archive',
    expected: 'a .tar.gz, .zip or .whl file',
  });
};

/** Standard output of a program; the stream fails where the program does. */
const output = (program: string, args: readonly string[], file: string): Readable => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const content = new PassThrough();
  child.stdout.pipe(content, { end: false });
  child.on('error', (cause) => content.destroy(failed(program, file, cause)));
  child.on('close', (code) =>
    code === 0 ? content.end() : content.destroy(failed(program, file, new Error(`exit code ${code}`))),
  );
  return content;
};

const failed = (program: string, file: string, cause: Error & { code?: unknown }): HapuiError =>
  cause.code === 'ENOENT'
    ? new HapuiError(
        'missing-dependency',
        {
          found: `the program ${program} is not installed`,
          fix: `Install it, or unpack ${file} and name the folder.`,
        },
        { cause },
      )
    : new HapuiError(
        'model-load',
        { where: file, found: `${program} cannot read it (${cause.message})` },
        { cause },
      );
