/** What folders of ONNX models have in common: number formats by the endings of names, `onnx/`, weights beside a graph. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fetchFromHub, isHubId } from './hub.ts';

/** Number formats that are told apart by the names of files. */
export const dtypes = ['fp32', 'fp16', 'int8'] as const;
export type Dtype = (typeof dtypes)[number];

/** How the names of a format's files end: optimum, ONNX Runtime and transformers.js differ. */
export const suffixes: Readonly<Record<Dtype, readonly string[]>> = {
  fp32: ['', '_fp32'],
  fp16: ['_fp16'],
  int8: ['_int8', '_quantized', '_uint8'],
};

/** Name → path of the ONNX files in the folder and in `onnx/`. */
export const onnxFiles = async (folder: string): Promise<Map<string, string>> => {
  const files = new Map<string, string>();
  for (const place of [join(folder, 'onnx'), folder]) {
    for (const name of await readdir(place).catch(() => [])) {
      if (name.endsWith('.onnx')) files.set(name, join(place, name));
    }
  }
  return files;
};

/** Of a repository's `names`: the texts among them, the graphs that `choose` takes by their plain names, and their weights. */
export const graphsAndData = (
  names: readonly string[],
  texts: readonly string[],
  choose: (byName: ReadonlyMap<string, string>) => readonly string[],
): string[] => {
  const graphs = names.filter((name) => /^(onnx\/)?[^/]+\.onnx$/.test(name)).sort();
  const chosen = choose(new Map(graphs.map((name) => [name.replace(/^onnx\//, ''), name])));
  const isNeeded = (name: string) =>
    chosen.some((graph) => name === graph || name.startsWith(`${graph}_data`));
  return names.filter((name) => texts.includes(name) || isNeeded(name));
};

export interface FindOptions {
  readonly revision: string | undefined;
  readonly allowDownload: boolean;
  /** Which of a repository's files are needed; an error here is thrown on. */
  readonly wanted: (names: readonly string[]) => readonly string[];
}

/** Folder of a model: `path` where that is one, else the hub id `name`, fetched if it is allowed and not there yet. */
export const findModelFolder = async (
  name: string,
  path: string,
  { revision, allowDownload, wanted }: FindOptions,
): Promise<string> => {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (isFolder || !isHubId(name)) return path;
  return fetchFromHub({ id: name, revision, allowDownload, wanted });
};

/** SHA-256 over texts and graphs of a folder, the graphs with the weights beside them; absent texts count as such. */
export const hashFiles = async (
  folder: string,
  texts: readonly string[],
  graphs: readonly string[],
): Promise<string> => {
  const all = [...texts.map((name) => join(folder, name)), ...(await withExternalData(graphs))];
  const hashes = await Promise.all(all.map((file) => hashFile(file)));
  return createHash('sha256').update(hashes.join('\n')).digest('hex');
};

const hashFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw error;
  }
  return hash.digest('hex');
};

/** Models over 2 GB keep their weights in files beside the graph: `model.onnx_data`. */
const withExternalData = async (graphs: readonly string[]): Promise<string[]> => {
  const folders = [...new Set(graphs.map((file) => join(file, '..')))];
  const names = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  );
  const beside = names.flat().filter((name) => graphs.some((graph) => name.startsWith(`${graph}_data`)));
  return [...graphs, ...beside.sort()];
};
