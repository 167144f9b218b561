/** What the run knows of its systems from labelled dialogues: read from `second-stage.json`, or learned first. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, isSecondStageFile } from '../config/index.ts';
import { leakWarning } from '../evaluate/leak.ts';
import type { SecondStage } from '../evaluate/second-stage.ts';
import { isCurrent, parseSecondStage } from '../evaluate/second-stage.ts';
import type { OutputFolder } from './files.ts';
import { definitionOf, isStored } from './generators.ts';
import { labelledPart, openPart } from './part.ts';
import { fillAll } from './passes.ts';
import { readPinned } from './pinned.ts';
import { usesModel } from './plan.ts';
import { type Learned, train } from './train.ts';
import type { Workspace } from './workspace.ts';

/** Name of the file inside a run's folder. */
export const secondStageFile = 'second-stage.json';

/** What `hapui train` found out beside it, for the report: the learning curve, what each system adds. */
export const trainingFile = 'training.json';

/** Whether decisions depend on labels at all. */
const needsLabels = ({ ensemble, mbr, labelled }: Config): boolean =>
  labelled !== undefined &&
  (ensemble.select === 'auto' ||
    ensemble.select === 'best-single' ||
    usesModel(ensemble) ||
    mbr.votes.weights === 'skill');

/** Whether a run answers the labelled dialogues and learns from them, rather than reading what was learned elsewhere. */
export const learnsFromLabels = (config: Config): boolean =>
  !isSecondStageFile(config.ensemble.select) && needsLabels(config);

/** What was learned, trained now where the file in `folder` is missing or of other inputs. */
export const learnFor = async (
  workspace: Workspace,
  folder: Pick<OutputFolder, 'path' | 'write'> | undefined,
): Promise<Learned | undefined> => {
  const { config, progress } = workspace.options;
  const pinned = await readPinned(workspace);
  if (pinned) return { secondStage: pinned, trained: false };
  if (!needsLabels(config)) return undefined;
  if (isPartOfMore(workspace)) {
    await fillLabelledShard(workspace);
    return undefined;
  }
  // `--fresh` ignores what earlier runs found out, here too.
  const known = workspace.options.fresh ? undefined : folder;
  const result = await train(
    workspace,
    async (current) => known && readSecondStage(join(known.path, secondStageFile), current),
  );
  if (!result.trained) return result;
  progress.note(
    `Trained on ${result.secondStage.dialogues} labelled dialogues. ${result.secondStage.summary}`,
  );
  const warning = leakWarning(result.secondStage);
  if (warning !== undefined) progress.note(warning);
  await folder?.write(secondStageFile, `${JSON.stringify(result.secondStage, null, 2)}\n`);
  return result;
};

/** Whether answers on labelled dialogues are divided among shards. Scores of `rerank` need all candidates at once. */
const isPartOfMore = ({ options: { config, tables, shard } }: Workspace): boolean =>
  shard !== undefined &&
  config.rerank.length === 0 &&
  config.systems.some((system) => isStored(definitionOf(system, tables)));

/**
 * Makes a shard's part of the answers on labelled dialogues, so that each is made and paid for once. They are together,
 * and learned from, where the shards are joined.
 */
const fillLabelledShard = async (workspace: Workspace): Promise<void> => {
  const { config, tables, shard, progress } = workspace.options;
  const spec = { ...labelledPart(config, tables), selection: { shard, mayBeEmpty: true } };
  const part = await openPart(workspace, spec);
  try {
    if (part.selection.size > 0) await fillAll(workspace, part);
    progress.note(
      `Answered ${part.selection.size} of ${part.inputs.dataset.size} labelled dialogues. What they teach is learned by merge-runs; until then the votes count alike.`,
    );
  } finally {
    await part.close();
  }
};

/** The second stage at `path`, if it was learned from the same inputs under the same scores. */
export const readSecondStage = async (
  path: string,
  current: Pick<SecondStage, 'signature' | 'inputs'>,
): Promise<SecondStage | undefined> => {
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
