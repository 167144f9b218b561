/** `hapui init [files…]`: writes a first `ensemble.yaml` for the submission files of a user. */
import { lstat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, exitCodes } from '../errors.ts';
import { writeAtomic } from '../run/files.ts';
import { printable } from '../text/terminal.ts';
import { firstConfig } from './init/first-config.ts';
import { type InspectedFiles, inspectFiles } from './init/inspect-files.ts';
import { rowProblems } from './init/row-problems.ts';
import type { Io } from './io.ts';

export interface InitArgs {
  /** Submission files; one that holds dialogues becomes the dataset. None: a config to fill in. */
  readonly files: readonly string[];
  /** Replace a config that is there. */
  readonly force?: boolean | undefined;
  /** Where to write. Default: `ensemble.yaml`. */
  readonly output?: string | undefined;
}

/** Runs the command; resolves to its exit code. The config is written whatever is wrong with rows, and that is told. */
export const initCommand = async (args: InitArgs, io: Io): Promise<number> => {
  const output = args.output ?? 'ensemble.yaml';
  const path = resolve(io.cwd, output);
  if (!args.force) await refuseExisting(path, output);
  const nameOf = (file: string): string => pathFrom(dirname(path), resolve(io.cwd, file));
  const found = await inspectFiles(args.files, io.cwd, nameOf);
  const inputs = args.files.map((file) => resolve(io.cwd, file));
  await writeAtomic(path, firstConfig(found, nameOf(schemaFile)), { inputs, option: '--output' });
  for (const note of found.notes) io.err(`${note}\n`);
  const problems = await rowProblems(found, io.cwd);
  for (const problem of problems) io.err(`${printable(`Problem: ${problem}`)}\n`);
  io.out(report(found, output, { named: args.output === undefined ? '' : ` ${output}`, problems }));
  return exitCodes.ok;
};

const schemaFile = fileURLToPath(new URL('../../configs/ensemble.schema.json', import.meta.url));

const refuseExisting = async (path: string, output: string): Promise<void> => {
  if (!(await lstat(path).catch(() => undefined))) return;
  throw new ConfigError(
    'output-folder',
    {
      where: output,
      found: 'the file is there already',
      fix: 'Use --force to replace it, or --output FILE.',
    },
    { data: { path: output } },
  );
};

/** `file` as a config in `folder` names it: relative unless it lies far away, with `/` on every system. */
const pathFrom = (folder: string, file: string): string => {
  const path = relative(folder, file);
  return path.startsWith(`..${sep}..${sep}`) ? file : path.split(sep).join('/');
};

const report = (
  { dataset, isPool, systems }: InspectedFiles,
  output: string,
  { named, problems }: { readonly named: string; readonly problems: readonly string[] },
): string => {
  const parts = [
    ...(dataset ? [`dialogues from ${dataset.path}`] : []),
    ...(systems.length > 0 ? [`${systems.length} ${systems.length === 1 ? 'system' : 'systems'}`] : []),
  ];
  const isReady = systems.length > 0 || isPool;
  const next = isReady
    ? `${problems.length > 0 ? 'Mend what is named as a problem, then check' : 'Check'} it with \`hapui plan${named}\`, then \`hapui run${named}\`.`
    : 'Name the files of your systems in it, then check it with `hapui plan`.';
  return `Wrote ${output}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.\n${next}\n`;
};
