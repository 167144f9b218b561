import { homedir } from 'node:os';
import { findKiwi, kiwiFolder, pullCommand } from '../../src/models/kiwi.ts';

/** Folder of the installed Kiwi model, or the reason to skip. */
export const installedKiwi = async (): Promise<{ folder: string; skip: string | false }> => {
  const folder = kiwiFolder(process.env, homedir());
  const skip = await findKiwi(process.env).then(
    () => false as const,
    () => `the Kiwi model is not in ${folder}: run \`${pullCommand}\``,
  );
  return { folder, skip };
};
