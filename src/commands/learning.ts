/** What `train` and `tune` have in common: `labelled`, a place for what is found that is looked at first, a run that can be stopped. */
import { dirname, resolve } from 'node:path';
import type { Config } from '../config/index.ts';
import { ConfigError } from '../errors.ts';
import { checkOutputFile, type OutputFolder, openOutputFolder, writeAtomic } from '../run/files.ts';
import { pinnedFile } from '../run/pinned.ts';
import { inputFiles } from '../run/pipeline.ts';
import { type Workspace, withWorkspace } from '../run/workspace.ts';
import type { Io } from './io.ts';
import { type ConfigArguments, loadForCommand } from './load.ts';
import { createProgress } from './progress.ts';
import { stoppable } from './stoppable.ts';
import { endingOf, workOptions } from './work.ts';

export interface LearningArguments extends ConfigArguments {
  /** Where to write; default: in the run's folder. */
  readonly out?: string | undefined;
  readonly workers?: number | undefined;
  readonly budget?: number | undefined;
  readonly json?: boolean | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** Where what was found goes. */
export interface FoundPlace {
  /** The run's folder; undefined where `--out` names a file instead. */
  readonly folder: OutputFolder | undefined;
  /** Writes the file: `name` in the run's folder, or what `--out` names. Returns its path. */
  write(name: string, text: string): Promise<string>;
  /** Writes a page: `name` in the run's folder, or beside what `--out` names, with its name. Returns its path. */
  writePage(name: string, text: string): Promise<string>;
}

/** What a command that works over `labelled` is. */
export interface OverLabelled {
  readonly command: 'train' | 'tune';
  /** What it has where the config has no `labelled`. */
  readonly needs: string;
  /** Whether a page is written beside the file. */
  readonly hasPage?: (config: Config) => boolean;
}

/** `found.json` → `found.html`. */
const pageBeside = (path: string): string => `${path.replace(/\.json$/iu, '')}.html`;

/** Does `work` over `labelled`, then `done` once the store is closed. Whatever would be in the way of writing is told first. */
export const overLabelled = async <Found>(
  { command, needs, hasPage = () => false }: OverLabelled,
  args: LearningArguments,
  io: Io,
  work: (workspace: Workspace) => Promise<Found>,
  done: (found: Found, place: FoundPlace, config: Config) => Promise<number>,
): Promise<number> => {
  const loaded = await loadForCommand(args, io);
  const { config } = loaded;
  requireLabelled(config, needs);
  const pinned = pinnedFile(config);
  // to train anew into the file that a run follows is what it is for
  const inputs = inputFiles(config).filter(
    (path) => command !== 'train' || pinned === undefined || path !== resolve(config.folder, pinned),
  );
  const out = args.out === undefined ? undefined : resolve(io.cwd, args.out);
  const target = { inputs, ...(out === undefined ? {} : { option: '--out' }) };
  if (out !== undefined) await checkOutputFile(out, target);
  if (out !== undefined && hasPage(config)) await checkOutputFile(pageBeside(out), target);
  const root = await openOutputFolder(dirname(config.run_folder), { inputs });
  return stoppable(io, endingOf(command, args, config), async (stop) => {
    const progress = createProgress(io, args.json === true);
    const found = await withWorkspace({ ...workOptions(args, io, loaded), stop, progress }, work);
    const folder = out === undefined ? await root.folder(config.name) : undefined;
    const writeTo = async (path: string, text: string): Promise<string> => {
      await writeAtomic(path, text, target);
      return path;
    };
    const place = {
      folder,
      write: async (name: string, text: string) => writeTo(out ?? (await folder!.place(name)), text),
      writePage: async (name: string, text: string) =>
        writeTo(out === undefined ? await folder!.place(name) : pageBeside(out), text),
    };
    return done(found, place, config);
  });
};

const requireLabelled = ({ labelled, file }: Config, found: string): void => {
  if (labelled) return;
  throw new ConfigError('config-missing', {
    where: `${file} labelled`,
    found,
    expected: 'dialogues with references and the systems’ outputs on them',
    fix: 'Add `labelled: { dataset: dev.csv, systems: dev/*.csv }`.',
  });
};
