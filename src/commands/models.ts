/** `hapui models pull kiwi`: fetches the model of the tokenizer `morpheme`. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { ConfigError } from '../errors.ts';
import { kiwiFolder, kiwiModelVersion } from '../models/kiwi.ts';
import { pullKiwi } from '../models/kiwi-pull.ts';
import { nearest } from '../registry.ts';
import type { Io } from './io.ts';

export interface ModelsPullArgs {
  /** Name of the model; `kiwi` is the only one. */
  readonly model: string;
  /** Folder, archive or URL. Default: the Python package index. */
  readonly from?: string | undefined;
  /** Default: `HAPUI_KIWI_MODEL`, else the cache folder. */
  readonly folder?: string | undefined;
}

/** Runs the command; resolves to its exit code. */
export const modelsPull = async (args: ModelsPullArgs, io: Io): Promise<number> => {
  if (args.model !== 'kiwi') throw unknownModel(args.model);
  const folder = args.folder === undefined ? kiwiFolder(io.env, homedir()) : resolve(io.cwd, args.folder);
  const isUrl = args.from !== undefined && /^https?:\/\//.test(args.from);
  const source = args.from === undefined || isUrl ? args.from : resolve(io.cwd, args.from);
  const { fetched } = await pullKiwi({ source, folder, onStep: (text) => io.err(`${text}\n`) });
  io.out(`Kiwi model ${kiwiModelVersion} ${fetched ? 'is now' : 'was already'} in ${folder}\n`);
  return 0;
};

const unknownModel = (name: string): ConfigError => {
  const near = nearest(name, ['kiwi']);
  return new ConfigError('usage', {
    where: 'hapui models pull',
    found: `unknown model "${name}"`,
    expected: 'kiwi',
    fix: near === undefined ? undefined : `Did you mean "${near}"?`,
  });
};
