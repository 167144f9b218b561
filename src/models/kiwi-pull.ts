/** Fetches the Kiwi model into a folder: from a folder, an archive, a URL, or the Python package index through pip. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { HapuiError } from '../errors.ts';
import { openArchive } from './archive.ts';
import { kiwiFiles, kiwiModelVersion, type ModelHashes, verifyKiwi } from './kiwi.ts';

export interface PullOptions {
  /** Folder, archive or URL; undefined: the package `kiwipiepy_model` through `python3 -m pip download`. */
  readonly source: string | undefined;
  /** Where the files go. */
  readonly folder: string;
  /** Default: the four files of the model. */
  readonly hashes?: ModelHashes;
  readonly onStep?: (text: string) => void;
}

export interface Pulled {
  readonly folder: string;
  /** False where the folder had the right files already. */
  readonly fetched: boolean;
}

/** Content of a file of the model, by its name. */
type Reader = (name: string) => Promise<Readable>;

/**
 * Puts the model into `folder`, each file under its name only when its checksum is right. Throws `model-load` where the
 * source has other files, `missing-dependency` where it cannot be reached.
 */
export const pullKiwi = async ({
  source,
  folder,
  hashes = kiwiFiles,
  onStep = () => {},
}: PullOptions): Promise<Pulled> => {
  if (await isComplete(folder, hashes)) return { folder, fetched: false };
  const temporary = await mkdtemp(join(tmpdir(), 'hapui-kiwi-'));
  try {
    const read = await openSource(source, temporary, onStep);
    await mkdir(folder, { recursive: true });
    for (const [name, sha256] of Object.entries(hashes)) {
      onStep(`checking ${name}`);
      await writeVerified(await read(name), join(folder, name), sha256);
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return { folder, fetched: true };
};

const isComplete = async (folder: string, hashes: ModelHashes): Promise<boolean> =>
  verifyKiwi(folder, hashes).then(
    () => true,
    () => false,
  );

const openSource = async (source: string | undefined, temporary: string, onStep: (text: string) => void) => {
  if (source === undefined) return archiveReader(await downloadPackage(temporary, onStep));
  if (/^https?:\/\//.test(source))
    return archiveReader(await downloadUrl(source, join(temporary, 'model'), onStep));
  const path = resolve(source);
  const stats = await stat(path).catch((cause) => {
    throw new HapuiError(
      'usage',
      { where: path, found: 'nothing there', expected: 'a folder or archive with the Kiwi model' },
      { cause, data: { file: path } },
    );
  });
  return stats.isDirectory() ? folderReader(path) : archiveReader(path);
};

/** The package unpacks to a folder of its own name; both that and its parent may be named. */
const folderReader = async (folder: string): Promise<Reader> => {
  const entries = await readdir(folder, { recursive: true });
  return async (name) => createReadStream(join(folder, entryFor(entries, name, folder)));
};

const archiveReader = async (file: string): Promise<Reader> => {
  const archive = await openArchive(file);
  return async (name) => archive.read(entryFor(archive.entries, name, file));
};

const entryFor = (entries: readonly string[], name: string, where: string): string => {
  const [nearest] = entries.filter((entry) => basename(entry) === name).sort((a, b) => a.length - b.length);
  if (nearest !== undefined) return nearest;
  throw new HapuiError(
    'model-load',
    { where, found: `no file ${name} in it`, expected: `the package kiwipiepy_model ${kiwiModelVersion}` },
    { data: { file: where } },
  );
};

/** pip knows the user's index, proxy and certificates; hapui names no host. */
const downloadPackage = async (folder: string, onStep: (text: string) => void): Promise<string> => {
  const requirement = `kiwipiepy_model==${kiwiModelVersion}`;
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--disable-pip-version-check',
    '-d',
    folder,
    requirement,
  ];
  onStep(`python3 ${args.slice(0, 4).join(' ')} ${requirement} (88 MB)`);
  await promisify(execFile)('python3', args, { maxBuffer: 2 ** 26 }).catch((cause) => {
    throw unreachable(`pip could not fetch ${requirement} (${lastLine(cause)})`, cause);
  });
  const [file] = await readdir(folder);
  if (file === undefined) throw unreachable(`pip fetched nothing for ${requirement}`);
  return join(folder, file);
};

const downloadUrl = async (url: string, file: string, onStep: (text: string) => void): Promise<string> => {
  onStep(`fetching ${url}`);
  const response = await fetch(url).catch((cause) => {
    throw unreachable(`${url} cannot be reached (${(cause as Error).message})`, cause);
  });
  if (!response.ok || response.body === null) throw unreachable(`${url} answered ${response.status}`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
  return file;
};

const lastLine = (cause: { stderr?: string; message: string }): string =>
  (cause.stderr?.trim() || cause.message).split('\n').at(-1) ?? '';

const unreachable = (found: string, cause?: unknown): HapuiError =>
  new HapuiError(
    'missing-dependency',
    { found, fix: 'Fetch the package elsewhere and name it: `hapui models pull kiwi --from FILE`.' },
    { cause },
  );

/**
 * The model is a cache beside all runs, so it is not written by `run/files.ts`. A reader sees the whole file or none: it gets
 * its name after its checksum was compared and its bytes are on disk.
 */
const writeVerified = async (content: Readable, path: string, sha256: string): Promise<void> => {
  const part = `${path}.part-${process.pid}`;
  const hash = createHash('sha256');
  try {
    await pipeline(
      content,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part, { flush: true }),
    );
    const found = hash.digest('hex');
    if (found !== sha256) throw wrongHash(path, found, sha256);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
};

const wrongHash = (path: string, found: string, sha256: string): HapuiError =>
  new HapuiError(
    'model-load',
    {
      where: basename(path),
      found: `SHA-256 ${found}`,
      expected: `${sha256}, as in model ${kiwiModelVersion}`,
      fix: 'Name a source of that version.',
    },
    { data: { file: path, found, expected: sha256 } },
  );
