/** `labelled.fitted_on`: dialogues that a system was itself trained on. What it writes there is better than what it writes elsewhere. */
import { resolve } from 'node:path';
import type { Config } from '../config/index.ts';
import type { Dataset } from '../dialogues/dataset.ts';
import { openIds } from '../dialogues/ids.ts';
import { openInput } from '../dialogues/input/input.ts';
import { firstFew, InputError } from '../errors.ts';
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
  if (/\.txt$/iu.test(path)) return linesOf(path, label);
  const dataset = await openIds({ path, label });
  try {
    const ids: string[] = [];
    for await (const { id } of dataset.read()) ids.push(id);
    return ids;
  } finally {
    await dataset.close();
  }
};

const linesOf = async (path: string, label: string): Promise<readonly string[]> => {
  const chunks: Buffer[] = [];
  for await (const chunk of (await openInput(path, 'utf-8', label)).text()) chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString('utf8')
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter(Boolean);
};

/** Throws `input-id` where a list names no labelled dialogue at all: it would protect nothing, without a word. */
export const refuseStrayLists = (
  fittedOn: FittedOn,
  labelled: Pick<Dataset, 'ordinalOf' | 'examples'>,
): void => {
  for (const [system, ids] of fittedOn) {
    if ([...ids].some((id) => labelled.ordinalOf(id) !== undefined)) continue;
    throw new InputError('input-id', {
      where: `labelled.fitted_on.${system}`,
      found:
        ids.size === 0
          ? 'no ids'
          : `${ids.size} ids, none of them of a labelled dialogue (${firstFew([...ids])})`,
      expected: `ids such as ${firstFew(labelled.examples)}`,
      fix: 'Correct the list, or leave the system out of fitted_on.',
    });
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
