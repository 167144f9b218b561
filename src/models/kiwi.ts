/**
 * Kiwi, the Korean morphological analyser, as WebAssembly: same model as the native library, scalar arithmetic, so its
 * tokens differ a little (`docs/tokenizers.md` has numbers). It blocks its thread and takes about 0.65 GB.
 */
import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type ErrorCode, HapuiError, type Problem } from '../errors.ts';
import type { Tokens } from '../types.ts';

/** Version of the model that hapui scores with. */
export const kiwiModelVersion = '0.23.0';

/** SHA-256 of the files of that model which the analyser reads. */
export const kiwiFiles = {
  'combiningRule.txt': '3d864f76eade67b250d37f4ee83de848b04fb14d0cd6ed36c36d0b210ad38ebc',
  'extract.mdl': 'a0c92ffc051e43ae497845cdb8d4c8b9e2f359893cb55c67279c76d1d531ee17',
  'sj.morph': '5e3dab2def6d2cc079e21d5477bd610a391c69045d08caf1e0bbeabda8db8d1b',
  'cong.mdl': 'bd9ca89ee1b72e750c8e2166a17c80a0fe3fabd828c78b1f0928486a6b1833a7',
} as const;

/** File name → SHA-256. */
export type ModelHashes = Readonly<Record<string, string>>;

/** The command that every error about a missing model names. */
export const pullCommand = 'hapui models pull kiwi';

/**
 * `Match.all`, the native library's default: addresses, hashtags, mentions, serial numbers and emoji are one token each, and
 * a final ㅋ or ㅎ that was typed into a syllable is split off.
 */
const matchOptions = 8388671;

type Environment = Readonly<Record<string, string | undefined>>;

/** Folder of the model: `HAPUI_KIWI_MODEL`, else in the cache folder of the user. */
export const kiwiFolder = (env: Environment, home: string): string => {
  if (env.HAPUI_KIWI_MODEL) return env.HAPUI_KIWI_MODEL;
  // A relative path is to be ignored, says the XDG base directory specification.
  const cache =
    env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : join(home, '.cache');
  return join(cache, 'hapui', `kiwi-${kiwiModelVersion}`);
};

/** Folder of the installed model. Throws `missing-dependency` where a file of it is absent; `verifyKiwi` reads them. */
export const findKiwi = async (env: Environment, home: string = homedir()): Promise<string> => {
  const folder = kiwiFolder(env, home);
  for (const name of Object.keys(kiwiFiles)) {
    await access(join(folder, name)).catch((cause) => {
      throw missing(folder, name, cause);
    });
  }
  return folder;
};

/** Reads the model's files and compares their checksums. Throws `missing-dependency` or `model-load`. */
export const verifyKiwi = async (folder: string, hashes: ModelHashes = kiwiFiles): Promise<void> => {
  for (const name of Object.keys(hashes)) await readVerified(folder, name, hashes);
};

/** Kiwi in this thread. */
export interface Kiwi {
  /** Package, model and options: whatever changes its tokens. */
  readonly version: string;
  /** Morphemes of each text. Blocks the thread; texts must be in NFC. */
  tokenize(texts: readonly string[]): Tokens[];
}

/** Loads Kiwi with the model in `folder`, after comparing checksums. Takes about 2 s. */
export const createKiwi = async (folder: string): Promise<Kiwi> => {
  const modelFiles: Record<string, Uint8Array> = {};
  for (const name of Object.keys(kiwiFiles)) modelFiles[name] = await readVerified(folder, name, kiwiFiles);
  const builder = await loadBuilder();
  const kiwi = await builder.build({
    modelFiles,
    modelType: 'cong',
    loadDefaultDict: false,
    loadTypoDict: false,
    loadMultiDict: false,
  });
  const morphemes = (text: string): Tokens =>
    kiwi.tokenize(wellFormed(text), matchOptions).map(({ str }) => str);
  return {
    version: `kiwi-nlp ${builder.version()} model ${kiwiModelVersion} match ${matchOptions}`,
    tokenize: (texts) => texts.map(morphemes),
  };
};

const readVerified = async (folder: string, name: string, hashes: ModelHashes): Promise<Uint8Array> => {
  const path = join(folder, name);
  const bytes = await readFile(path).catch((cause) => {
    throw missing(folder, name, cause);
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === hashes[name]) return bytes;
  throw failure('model-load', {
    where: path,
    found: `a file of another version, or a damaged one (SHA-256 ${sha256})`,
    expected: `the file of model ${kiwiModelVersion} (SHA-256 ${hashes[name]})`,
    fix: `Run \`${pullCommand}\`.`,
  });
};

const missing = (folder: string, name: string, cause: unknown): HapuiError =>
  failure(
    'missing-dependency',
    {
      where: folder,
      found: `the Kiwi model is not there (no ${name})`,
      expected: `the files of model ${kiwiModelVersion}`,
      fix: `Run \`${pullCommand}\`, or set HAPUI_KIWI_MODEL to a folder that has them.`,
    },
    cause,
  );

const failure = (code: ErrorCode, problem: Problem, cause?: unknown): HapuiError =>
  new HapuiError(code, problem, { cause, data: { file: problem.where, command: pullCommand } });

/**
 * The package's files are ES modules that do not say so, which `import` refuses where a module loader is registered;
 * `require` takes them everywhere. It has no hook for what its WebAssembly says on standard error, here advice about speed.
 */
const loadBuilder = async () => {
  const require = createRequire(import.meta.url);
  const { KiwiBuilder } = require('kiwi-nlp') as typeof import('kiwi-nlp');
  const { error } = console;
  console.error = () => {};
  try {
    return await KiwiBuilder.create(require.resolve('kiwi-nlp/dist/kiwi-wasm.wasm'));
  } finally {
    console.error = error;
  }
};

/** Half a surrogate pair (from an escape in JSON) would be refused with a bare number as exception. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
