/** Reads the files that a first config names as a run would: what is wrong with them is told while the user has them at hand. */
import { resolve } from 'node:path';
import { openCandidates } from '../../dialogues/candidates.ts';
import { openDataset } from '../../dialogues/dataset.ts';
import { openIds } from '../../dialogues/ids.ts';
import { noSpool } from '../../dialogues/spool.ts';
import { HapuiError } from '../../errors.ts';
import type { InspectedFile, InspectedFiles } from './inspect-files.ts';

/** The first problem of each file, with its place; files are read row by row, once or twice each. */
export const rowProblems = async (
  { dataset, systems }: Pick<InspectedFiles, 'dataset' | 'systems'>,
  cwd: string,
): Promise<readonly string[]> => {
  const problems = new Set<string>();
  const attempt = async <T>(open: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof HapuiError)) throw error;
      problems.add(error.message);
      return undefined;
    }
  };
  const optionsOf = ({ file, encoding }: InspectedFile) => ({
    path: resolve(cwd, file),
    label: file,
    encoding,
  });
  const [first] = systems;
  const index = await attempt(async () =>
    dataset ? openDataset(optionsOf(dataset)) : first && openIds(optionsOf(first)),
  );
  for (const system of systems) {
    if (!index && system.isAligned) continue; // its lines mean nothing without the dataset's
    const options = optionsOf(system);
    await attempt(async () => openCandidates(index ?? (await openIds(options)), options, noSpool));
  }
  await index?.close();
  return [...problems];
};
