/** The second stage that `ensemble.select` names: a file that `hapui train` wrote, learned from other dialogues than the run's. */
import { readFile, stat } from 'node:fs/promises';
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

const mebibyte = 2 ** 20;

/** Bytes of a file that is read as one text; Node's longest text has about twice as many. */
const mostBytes = 256 * mebibyte;

const textOf = async (path: string, shown: string): Promise<string> => {
  const written = 'a file that `hapui train` wrote';
  const refused = (found: string, expected: string, cause?: unknown): ConfigError =>
    new ConfigError(
      'config-path',
      { where: 'ensemble.select', found, expected, fix: 'Make it: hapui train --out FILE.' },
      { cause, data: { file: shown } },
    );
  const file = await stat(path).catch(() => undefined);
  // a device or pipe has no size to go by
  if (file && !file.isFile()) throw refused(`${shown} is no file`, written);
  if (file && file.size > mostBytes)
    throw refused(
      `${shown} has ${Math.ceil(file.size / mebibyte)} MiB`,
      `${written}, of ${mostBytes / mebibyte} MiB at most`,
    );
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw refused(`${shown} cannot be read`, `${written}, relative to the config`, cause);
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
