/**
 * Models of the Hugging Face hub: fetched once, when that is allowed, through the settings of @huggingface/transformers (its
 * `env`: host, path template, fetch), and kept in the user's cache. A branch or tag is pinned to the commit it had then.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';

/** The part of transformers' `env` that is used; tests give their own. */
export interface HubClient {
  readonly remoteHost: string;
  readonly remotePathTemplate: string;
  readonly fetch: (url: string, init?: { headers: Record<string, string> }) => Promise<Response>;
}

export interface HubRequest {
  /** `owner/name`. */
  readonly id: string;
  /** Branch, tag or commit. Default: `main`. */
  readonly revision?: string | undefined;
  readonly allowDownload: boolean;
  /** Which of the repository's files are needed; an error here is thrown on. */
  readonly wanted: (names: readonly string[]) => readonly string[];
  /** Default: `hapui/hub` in the user's cache. */
  readonly cache?: string;
  /** Default: that of @huggingface/transformers. */
  readonly client?: HubClient;
}

/** What a repository holds at a commit. */
const repository = z.object({
  sha: z.string().regex(/^[0-9a-f]{7,64}$/),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number().nullish(),
      lfs: z.object({ sha256: z.string() }).nullish(),
    }),
  ),
});
type Repository = z.output<typeof repository>;

/** Whether a name can be a hub id: one or two parts, nothing that only paths have. */
export const isHubId = (name: string): boolean => /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/.test(name);

/** Folder of the fetched models. */
export const hubCache = (env: Readonly<Record<string, string | undefined>> = process.env): string => {
  // A relative path is to be ignored, says the XDG base directory specification.
  const base = env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : undefined;
  return join(base ?? join(homedir(), '.cache'), 'hapui', 'hub');
};

/** Folder with the wanted files of a model. Throws `missing-dependency` where they are not there and may not be fetched. */
export const fetchFromHub = async (request: HubRequest): Promise<string> => {
  const { id, revision = 'main', cache = hubCache(), allowDownload, wanted } = request;
  const home = join(cache, id.replace('/', '--'));
  const pinned = await readPinned(home, revision);
  if (pinned !== undefined) {
    const folder = join(home, pinned.sha);
    const missing = await missingFiles(folder, wanted(namesOf(pinned)));
    if (missing.length === 0) return folder;
  }
  if (!allowDownload) throw notAllowed(id, revision);
  const client = request.client ?? (await transformersClient());
  const repo = pinned ?? (await describeRepository(client, id, revision));
  const folder = join(home, repo.sha);
  for (const name of await missingFiles(folder, wanted(namesOf(repo))))
    await fetchFile(client, id, repo, name, join(folder, name));
  await writePinned(home, revision, repo);
  return folder;
};

const namesOf = ({ siblings }: Repository): string[] => siblings.map(({ rfilename }) => rfilename);

const missingFiles = async (folder: string, names: readonly string[]): Promise<string[]> => {
  const there = await Promise.all(
    names.map((name) =>
      access(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((_, index) => there[index] === false);
};

const pinFile = (home: string, revision: string): string =>
  join(home, `${createHash('sha256').update(revision).digest('hex').slice(0, 16)}.json`);

const readPinned = async (home: string, revision: string): Promise<Repository | undefined> => {
  const text = await readFile(pinFile(home, revision), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return repository.safeParse(JSON.parse(text)).data;
  } catch {
    // Half a file is as good as none: it is asked for again.
    return undefined;
  }
};

const writePinned = async (home: string, revision: string, repo: Repository): Promise<void> => {
  const file = pinFile(home, revision);
  await writeFile(`${file}.part`, JSON.stringify(repo));
  await rename(`${file}.part`, file);
};

const transformersClient = async (): Promise<HubClient> => {
  const { env } = await import('@huggingface/transformers');
  return env as unknown as HubClient;
};

/** Commit and files of a revision. */
const describeRepository = async (client: HubClient, id: string, revision: string): Promise<Repository> => {
  const path = `api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const response = await get(client, `${client.remoteHost}${path}`, id);
  const parsed = repository.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw unreachable(id, 'the hub gave no list of files');
};

const fetchFile = async (
  client: HubClient,
  id: string,
  repo: Repository,
  name: string,
  target: string,
): Promise<void> => {
  // A name of the hub must stay inside the model's folder.
  if (name.split('/').includes('..') || isAbsolute(name)) throw unreachable(id, `the file name "${name}"`);
  const base = client.remotePathTemplate.replaceAll('{model}', id).replaceAll('{revision}', repo.sha);
  const response = await get(client, `${client.remoteHost}${base}${name}`, id);
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  await pipeline(body, hashing, createWriteStream(`${target}.part`));
  await checkFile(id, repo, name, `${target}.part`, hash.digest('hex'));
  await rename(`${target}.part`, target);
};

/** Compares size and, for large files, checksum with what the hub says of them. */
const checkFile = async (
  id: string,
  { siblings }: Repository,
  name: string,
  file: string,
  sha256: string,
): Promise<void> => {
  const known = siblings.find(({ rfilename }) => rfilename === name);
  const { size } = await stat(file);
  const isWhole = typeof known?.size !== 'number' || known.size === size;
  const isSame = typeof known?.lfs?.sha256 !== 'string' || known.lfs.sha256 === sha256;
  if (!isWhole || !isSame) throw unreachable(id, `${name} arrived damaged`);
};

const get = async ({ fetch, remoteHost }: HubClient, url: string, id: string): Promise<Response> => {
  const token = process.env.HF_TOKEN;
  const isHub = /^https:\/\/(huggingface\.co|hf\.co)\//.test(remoteHost);
  const headers: Record<string, string> =
    token !== undefined && isHub ? { authorization: `Bearer ${token}` } : {};
  let response: Response;
  try {
    response = await fetch(url, { headers });
  } catch (cause) {
    throw unreachable(
      id,
      `the hub cannot be reached (${cause instanceof Error ? cause.message : cause})`,
      cause,
    );
  }
  if (response.ok && response.body !== null) return response;
  throw unreachable(id, `the hub answered ${response.status} for ${new URL(url).pathname}`);
};

const notAllowed = (id: string, revision: string): ConfigError =>
  new ConfigError(
    'missing-dependency',
    {
      where: `model: ${id}`,
      found: `neither a folder nor a model fetched before (revision ${revision})`,
      fix: 'Set "allow_download: true" to fetch it from the hub, or export it to a folder (docs/models.md).',
    },
    { data: { id, revision } },
  );

const unreachable = (id: string, found: string, cause?: unknown): ConfigError =>
  new ConfigError(
    'missing-dependency',
    { where: `model: ${id}`, found, fix: 'Check the id, HF_TOKEN for private models, and the network.' },
    { cause, data: { id } },
  );
