/** The second stage that `ensemble.select` names: a file that `hapui train` wrote, learned from other dialogues than the run's. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Config, isSecondStageFile } from '../config/index.ts';
import type { Dataset } from '../dialogues/dataset.ts';
import { ConfigError, firstFew, InputError } from '../errors.ts';
import { parseSecondStage, type SecondStage } from '../evaluate/second-stage.ts';
import { openDatasetOf } from './inputs.ts';
import { idsAmong } from './seen.ts';
import type { Workspace } from './workspace.ts';

/** As the config writes it; undefined where it names none. */
export const pinnedFile = ({ ensemble: { select } }: Pick<Config, 'ensemble'>): string | undefined =>
  isSecondStageFile(select) ? select : undefined;

/** Undefined where the config names none. Throws where it cannot be read or was learned from dialogues of the dataset. */
export const readPinned = async ({
  options: { config, cwd, env, progress },
}: Workspace): Promise<SecondStage | undefined> => {
  const select = pinnedFile(config);
  if (select === undefined) return undefined;
  const learned = parseSecondStage(await textOf(resolve(config.folder, select), select), select);
  const { dataset, labelled, folder } = config;
  if (dataset === undefined || labelled?.allow_overlap === true) return learned;
  if (learned.seen === undefined)
    progress.note(
      `${select} does not say which dialogues it was learned from: whether these are among them cannot be told. Train again to have it checked.`,
    );
  const opened = await openDatasetOf(dataset, { folder, cwd, env });
  try {
    await refuseTaught(opened, learned, select);
  } finally {
    await opened.close();
  }
  return learned;
};

const textOf = async (path: string, shown: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      'config-path',
      {
        where: 'ensemble.select',
        found: `${shown} cannot be read`,
        expected: 'a file that `hapui train` wrote, relative to the config',
        fix: 'Make it: hapui train --out FILE.',
      },
      { cause, data: { file: shown } },
    );
  }
};

/** What was learned from a dialogue chooses better there than anywhere else: every figure of such a run would be too high. */
const refuseTaught = async (
  dataset: Dataset,
  { inputs, seen = [] }: SecondStage,
  select: string,
): Promise<void> => {
  const isSame = inputs.dataset === dataset.sha256;
  if (!isSame && dataset.idsOnly) return;
  const ids = isSame ? [] : await idsAmong(dataset, seen);
  if (!isSame && ids.length === 0) return;
  throw new InputError(
    'input-overlap',
    {
      where: `${dataset.label}, ${select}`,
      found: isSame
        ? 'the second stage was learned from this very file'
        : `the second stage was learned from ${ids.length} of the dialogues: ${firstFew(ids)}`,
      expected: 'dialogues that it has not seen',
      fix: 'Train on others, or name them as `labelled` with allow_overlap: true and expect scores that are too high.',
    },
    { data: { ids } },
  );
};
