/** What lies in a run's folder beside what the run wrote: files of other commands, and files that nobody is known to have written. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { secondStageFile, trainingFile } from './learned.ts';
import { reportFile } from './report.ts';
import { tuningFile } from './tune.ts';
import { tuningPageFile } from './tuning-page.ts';

/** Name of the folder inside a run's folder that `hapui pairs` writes into. */
export const pairsFolder = 'preferences';

/** Names in a run's folder, folders with `/` at their end, in order. */
export interface Beside {
  /** What commands write there and no hash vouches for: manifest, report, what was learned and tuned, pairs. */
  readonly known: readonly string[];
  /** What no command writes there now: left by a run that was killed, or somebody's own. */
  readonly unknown: readonly string[];
}

const ownNames: ReadonlySet<string> = new Set([
  'run.json',
  reportFile,
  secondStageFile,
  trainingFile,
  tuningFile,
  tuningPageFile,
  `${pairsFolder}/`,
]);

/**
 * Looks at the folder itself, not below it; hidden files are nobody's business. `written`: what the manifest lists, which is left out;
 * `inputs`: absolute paths of what a run reads, left out too.
 */
export const lieBeside = async (
  folder: string,
  written: readonly string[],
  inputs: readonly string[] = [],
): Promise<Beside> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .filter((name) => !isAmong(name, written) && !inputs.some((path) => isAmong(join(folder, name), [path])))
    .sort();
  return {
    known: names.filter((name) => ownNames.has(name)),
    unknown: names.filter((name) => !ownNames.has(name)),
  };
};

/** Whether `name` is one of `paths`, or a folder that holds one. */
const isAmong = (name: string, paths: readonly string[]): boolean =>
  paths.some((path) => path === name || (name.endsWith('/') && path.startsWith(name)));
