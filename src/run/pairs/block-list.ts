/** Dialogues that must give no pairs, since summaries of them are judged elsewhere. */
import { resolve } from 'node:path';
import type { Config } from '../../config/index.ts';
import { type Dataset, openDataset } from '../../dialogues/dataset.ts';
import { indexTexts } from '../../dialogues/leaks.ts';
import { comparable } from '../../text/normalise.ts';
import type { Dialogue } from '../../types.ts';
import { openDatasetOf } from '../inputs.ts';
import type { Workspace } from '../workspace.ts';
import type { Course } from './course.ts';

/** Why a dialogue is blocked; undefined where it is not. */
export type BlockList = (dialogue: Dialogue) => string | undefined;

/** Estimated share of common runs of five characters from which dialogues are near-duplicates. */
const alike = 0.7;

/** Reads the block lists of the config: about 470 bytes a dialogue of theirs are held. */
export const openBlockList = async (
  { options: { config, cwd, env } }: Workspace,
  { dialogues }: Course,
): Promise<BlockList> => {
  const { contaminated } = config.preferences.filters;
  if (contaminated === false) return () => undefined;
  const lists: BlockList[] = [];
  for (const path of contaminated.files) {
    const options = { path: resolve(config.folder, path), label: path, needs: [] };
    lists.push(await indexed(await openDataset(options), contaminated.ids));
  }
  if (dialogues === 'labelled' && contaminated.dataset && hasDialogues(config))
    // ids of two datasets are two numberings
    lists.push(
      await indexed(await openDatasetOf(config.dataset!, { folder: config.folder, cwd, env }), false),
    );
  return (dialogue) => {
    for (const list of lists) {
      const found = list(dialogue);
      if (found !== undefined) return found;
    }
    return undefined;
  };
};

const hasDialogues = ({ dataset }: Config): boolean => dataset !== undefined;

const indexed = async (dataset: Dataset, ids: boolean): Promise<BlockList> => {
  try {
    const like = await indexTexts(dataset);
    // of a file of plain lines, the ids are the numbers of its lines; a line may hold an id, too
    const hasId =
      dataset.columns.id === undefined
        ? (id: string) => like(comparable(id), 1)?.kind === 'exact'
        : (id: string) => dataset.ordinalOf(id) !== undefined;
    return ({ id, text }) => {
      if (ids && hasId(id)) return `its id is in ${dataset.label}`;
      const found = like(comparable(text), alike);
      if (found === undefined) return undefined;
      return found.kind === 'exact'
        ? `its text is in ${dataset.label}`
        : `about ${Math.round(100 * found.similarity)} % of it is in ${dataset.label}`;
    };
  } finally {
    await dataset.close();
  }
};
