/** Where every dialogue of a dataset belongs: its group of near-duplicates, and its split. */
import type { Dataset } from '../../dialogues/dataset.ts';
import { groupDialogues } from '../../dialogues/groups.ts';
import { drawSplit, type Splits, splitsOfGroups } from '../../preferences/split.ts';

export interface Place {
  readonly group: string;
  readonly split: string;
  /** Why its pairs may not be written: it would stand in another split than its near-duplicates. */
  readonly elsewhere: string | undefined;
}

/** By position in the dataset. Memory is about 500 bytes a dialogue. */
export const placeDialogues = async (
  dataset: Dataset,
  splits: Splits,
  salt: string,
): Promise<(index: number) => Place> => {
  const groups = await groupDialogues(dataset);
  const draws = new Uint8Array(dataset.size);
  for await (const dialogue of dataset.read()) draws[dialogue.index] = drawSplit(dialogue, splits, salt);
  const ofGroup = splitsOfGroups(groups, draws);
  const names = Object.keys(splits);
  return (index) => {
    const group = groups[index]!;
    const [own, last] = [draws[index]!, ofGroup.get(group)!];
    return {
      group,
      split: names[own]!,
      elsewhere:
        own === last ? undefined : `drawn into ${names[own]}, a near-duplicate of it into ${names[last]}`,
    };
  };
};
