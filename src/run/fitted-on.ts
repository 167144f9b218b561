/** `labelled.fitted_on`: dialogues that a system was itself trained on. What it writes there is better than what it writes elsewhere. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../config/index.ts';
import { openIds } from '../dialogues/ids.ts';
import type { WindowSource } from './sources.ts';
import type { RunSystem } from './systems.ts';

/** System id → ids of dialogues. */
export type FittedOn = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads the lists of the config. A file holds an id a line, or is a table with a column of ids. */
export const readFittedOn = async ({ labelled, folder }: Config): Promise<FittedOn> => {
  const lists = Object.entries(labelled?.fitted_on ?? {}).map(
    async ([system, dialogues]) =>
      [
        system,
        new Set(
          typeof dialogues === 'string' ? await idsOf(resolve(folder, dialogues), dialogues) : dialogues,
        ),
      ] as const,
  );
  return new Map(await Promise.all(lists));
};

const idsOf = async (path: string, label: string): Promise<readonly string[]> => {
  if (/\.txt$/iu.test(path))
    return (await readFile(path, 'utf8'))
      .split(/\r?\n/u)
      .map((line) => line.trim())
      .filter(Boolean);
  const dataset = await openIds({ path, label });
  try {
    const ids: string[] = [];
    for await (const { id } of dataset.read()) ids.push(id);
    return ids;
  } finally {
    await dataset.close();
  }
};

/** The system without its candidates for dialogues that it was trained on. */
export const withoutFitted = (system: RunSystem, fittedOn: FittedOn): RunSystem => {
  const ids = fittedOn.get(system.id);
  if (!ids || ids.size === 0) return system;
  return { ...system, source: () => filtered(system.source(), ids) };
};

const filtered = (source: WindowSource, ids: ReadonlySet<string>): WindowSource => ({
  take: async (window) =>
    (await source.take(window)).map((candidates, place) =>
      ids.has(window.dialogues[place]!.id) ? [] : candidates,
    ),
  close: () => source.close(),
});
