/** What the run knows of its systems from labelled dialogues: read from `second-stage.json`, or learned first. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from '../config/index.ts';
import { ConfigError } from '../errors.ts';
import type { SecondStage } from '../evaluate/second-stage.ts';
import { isCurrent, parseSecondStage } from '../evaluate/second-stage.ts';
import type { OutputFolder } from './files.ts';
import { type Learned, train } from './train.ts';
import type { Workspace } from './workspace.ts';

/** Name of the file inside a run's folder. */
export const secondStageFile = 'second-stage.json';

/** Whether decisions depend on labels at all. */
const needsLabels = ({ ensemble, mbr, labelled }: Config): boolean =>
  labelled !== undefined &&
  (ensemble.select === 'auto' || ensemble.select === 'best-single' || mbr.votes.weights === 'skill');

/** What was learned, trained now where the file in `folder` is missing or of other inputs. */
export const learnFor = async (
  workspace: Workspace,
  folder: Pick<OutputFolder, 'path' | 'write'> | undefined,
): Promise<Learned | undefined> => {
  const { config, progress } = workspace.options;
  const { select } = config.ensemble;
  if (select.endsWith('.json')) {
    const text = await readPinned(resolve(config.folder, select), select);
    return { secondStage: parseSecondStage(text, select), trained: false };
  }
  if (!needsLabels(config)) return undefined;
  const result = await train(workspace, (current) => readCurrent(folder, current));
  if (!result.trained) return result;
  progress.note(
    `Trained on ${result.secondStage.dialogues} labelled dialogues. ${result.secondStage.summary}`,
  );
  await folder?.write(secondStageFile, `${JSON.stringify(result.secondStage, null, 2)}\n`);
  return result;
};

const readPinned = async (path: string, shown: string): Promise<string> => {
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

/** The second stage in `folder`, if it was learned from the same inputs under the same scores. */
const readCurrent = async (
  folder: Pick<OutputFolder, 'path'> | undefined,
  current: Pick<SecondStage, 'signature' | 'inputs'>,
): Promise<SecondStage | undefined> => {
  if (!folder) return undefined;
  const path = join(folder.path, secondStageFile);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const found = parseSecondStage(text, path);
    return isCurrent(found, current) ? found : undefined;
  } catch {
    // Damaged or of another version: it is derived, so it is made again.
    return undefined;
  }
};

export type { Learned } from './train.ts';
